import { dropOldCsrfToken, getCsrfToken } from "./csrf.js";
import { formatTarget, type TargetOptions } from "./href.js";
import { readAnswer } from "./readAnswer.js";
import { readSite } from "./readSite.js";
import type { ApiId, ApiOptions, ApiResult, Arguments, RawBody, Verb } from "./register.js";

/** What a call takes beside params, query and body. */
export interface CallOptions {
  /** Ends the call. */
  signal?: AbortSignal;
  headers?: HeadersInit;
}

/**
 * Calls an endpoint of this site and reads the JSON that it answers; null for an empty answer, as a 204.
 *
 * Rejects with `ApiError` for an answer that is not the endpoint's result, else as `fetch` does: with a `TypeError` when
 * there is no answer (or one that redirects to another origin), with the reason of `signal` when that ended the call.
 */
export type Call<V extends Verb> = <Id extends ApiId<V>>(
  id: Id,
  ...options: Arguments<ApiOptions<Id, V> & CallOptions>
) => Promise<ApiResult<Id, V>>;

/** The endpoints of this site, by verb: `api.get("/api/search", { query: { q: "dune" } })`. */
export const api: { readonly [V in Verb]: Call<V> } = {
  get: /* @__PURE__ */ buildCall("GET"),
  post: /* @__PURE__ */ buildCall("POST"),
  put: /* @__PURE__ */ buildCall("PUT"),
  patch: /* @__PURE__ */ buildCall("PATCH"),
  delete: /* @__PURE__ */ buildCall("DELETE"),
};

type AnyOptions = TargetOptions & CallOptions & { body?: unknown };

function buildCall<V extends Verb>(method: string): Call<V> {
  return ((id: string, options: AnyOptions = {}) => call(method, id, options)) as Call<V>;
}

async function call(method: string, id: string, options: AnyOptions): Promise<unknown> {
  const url = findUrl(formatTarget(id, options));
  const { signal } = options;
  const body = isRaw(options.body) ? options.body : JSON.stringify(options.body);
  const headers = new Headers(options.headers);
  setDefault(headers, "Accept", "application/json");
  if (typeof body === "string") setDefault(headers, "Content-Type", "application/json");
  if (method !== "GET") headers.set("X-CSRFToken", await getCsrfToken());
  // A redirect would carry the token to another origin, so there is none.
  const init: RequestInit = { method, headers, mode: "same-origin" };
  const response = await fetch(url, { ...init, body: body ?? null, signal: signal ?? null });
  dropOldCsrfToken(response);
  return readAnswer(`${method} ${url.pathname}`, response);
}

/** What `fetch` sends as it is, with a Content-Type of its own: JSON would make `{}` of it. */
function isRaw(body: unknown): body is RawBody {
  return [FormData, Blob, URLSearchParams, ArrayBuffer].some((type) => body instanceof type);
}

function findUrl(path: string): URL {
  const { origin } = window.location;
  const url = new URL(readSite().mount + path, origin);
  if (!path.startsWith("/") || url.origin !== origin)
    throw new TypeError(`api calls endpoints of this site by their id, as "/api/search", and not "${path}"`);
  return url;
}

function setDefault(headers: Headers, name: string, value: string): void {
  if (!headers.has(name)) headers.set(name, value);
}
