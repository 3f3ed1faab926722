import type { AnyQuery, RouteParams } from "./props.js";

/**
 * What djk knows of a site's routes, filled by `.djk/types/register.ts`:
 *
 * - `routes`: `params` and `query` of each page and endpoint, by route id
 * - `layouts`: data of each `layout.py`, by the id of its folder
 * - `apis`: `query`, `body` and `result` of each verb of an endpoint, by route id
 * - `user`: what `user = pick(…)` of the root layout sends, or null
 *
 * Where it is empty, every id is a `string` and every value is untyped.
 */
// biome-ignore lint/suspicious/noEmptyInterface: an interface is what a site can add to
export interface Register {}

// biome-ignore lint/suspicious/noExplicitAny: nothing is known of it
type Untyped = any;

type Registered<Key extends string, Fallback> = Register extends { [K in Key]: infer Value }
  ? Value
  : Fallback;

/** HTTP verbs of an endpoint, as its functions are named. */
export type Verb = "get" | "post" | "put" | "patch" | "delete";

type AnyParams = { readonly [Name in keyof RouteParams]?: RouteParams[Name] | null };
type Routes = Registered<"routes", Record<string, { params: AnyParams; query: AnyQuery }>>;
type Layouts = Registered<"layouts", Record<string, Untyped>>;
type Apis = Registered<"apis", Record<string, Record<Verb, AnyCall>>>;

interface AnyCall {
  query: AnyQuery;
  body: Untyped;
  result: Untyped;
}

/** Id of a page or an endpoint: its folder with a leading slash, as `/books/[slug]`. */
export type RouteId = Extract<keyof Routes, string>;

/** Id of a folder with a `layout.py`. */
export type LayoutId = Extract<keyof Layouts, string>;

/** Id of an endpoint that answers a verb. */
export type ApiId<V extends Verb> = {
  [Id in RouteIdOf<Apis>]: V extends keyof Apis[Id] ? Id : never;
}[RouteIdOf<Apis>];

type RouteIdOf<Table> = Extract<keyof Table, string>;

/** What `get` in the `layout.py` of a folder returns. */
export type LayoutDataOf<Id extends LayoutId> = Layouts[Id];

/** What `useUser()` gives where somebody is signed in. */
export type User = NonNullable<Registered<"user", Untyped>>;

/** Null takes the place of what may be left out. */
type Nullable<T> = { [K in keyof T]: undefined extends T[K] ? Given<T[K]> | null : Given<T[K]> };

/** A list may be one that nobody changes. */
type Given<T> = T extends readonly (infer Item)[] ? readonly Item[] : T;

/** One option: absent where it would hold nothing, required where something in it is. */
type Option<Name extends string, Value> = [keyof Value] extends [never]
  ? { [K in Name]?: undefined }
  : Value extends Record<string, never>
    ? { [K in Name]?: undefined }
    : Partial<Value> extends Value
      ? { [K in Name]?: Value }
      : { [K in Name]: Value };

/** What the URL of a route is made of; of one of several routes, what each of them requires. */
export type RouteOptions<Id extends RouteId> = [RouteId] extends [Id]
  ? OptionsOfRoute<Id> // also what a wrong id is taken for: that is to be the error, and not its options
  : Together<Id extends RouteId ? Taker<OptionsOfRoute<Id>> : never>;

type Taker<Options> = (options: Options) => void;

/** The intersection of what functions take. Nothing suits two routes of which one requires what the other refuses. */
type Together<Takers> = [Takers] extends [Taker<infer Options>]
  ? [Options] extends [never]
    ? { params: never }
    : Options
  : never;

type OptionsOfRoute<Id extends RouteId> = Option<"params", Nullable<Routes[Id]["params"]>> &
  Option<"query", Nullable<Routes[Id]["query"]>> & {
    /** Fragment, without its `#`. */
    hash?: string;
  };

type Call<Id extends string, V extends Verb> = Id extends keyof Apis
  ? V extends keyof Apis[Id]
    ? IfAny<Apis[Id], AnyCall, Apis[Id][V]>
    : never
  : never;

/** An endpoint that djk could not read answers anything. */
type IfAny<T, Yes, No> = 0 extends 1 & T ? Yes : No;

type ParamsOf<Id extends string> = Id extends RouteId ? Routes[Id]["params"] : never;

/** What a call of an endpoint is made of; of several ids, as in `RouteOptions`. */
export type ApiOptions<Id extends string, V extends Verb> = [ApiId<V>] extends [Id]
  ? OptionsOfCall<Id, V>
  : Together<Id extends string ? Taker<OptionsOfCall<Id, V>> : never>;

type OptionsOfCall<Id extends string, V extends Verb> = Option<"params", Nullable<ParamsOf<Id>>> &
  (Call<Id, V> extends { query: infer Query; body: infer Body }
    ? Option<"query", Nullable<Query>> & IfAny<Body, { body?: Body }, BodyOption<Body, V>>
    : unknown);

/** What an endpoint may be sent that reads `request.POST`, `request.FILES` or `request.body` itself. */
export type RawBody = FormData | Blob | URLSearchParams | ArrayBuffer;

type BodyOption<Body, V extends Verb> = [Body] extends [undefined]
  ? { body?: V extends "get" ? undefined : RawBody }
  : undefined extends Body
    ? { body?: Body }
    : { body: Body };

/** What a verb of an endpoint answers. */
export type ApiResult<Id extends string, V extends Verb> =
  Call<Id, V> extends { result: infer Result } ? Result : never;

/** Optional where all of it is. */
export type Arguments<Options> = Partial<Options> extends Options ? [options?: Options] : [options: Options];
