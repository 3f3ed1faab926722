import { formatHref, hasLoneSurrogate } from "../router/href.js";
import type { PatternPart } from "../router/route.js";
import type { AnyQuery } from "./props.js";
import { readSite } from "./readSite.js";
import type { Arguments, RouteId, RouteOptions } from "./register.js";

/**
 * The URL of a route, below the mount, as Django's `reverse()` writes it: `href("/books/[slug]", { params, query, hash })`.
 *
 * Throws `TypeError` when a parameter is missing, unknown or cannot come back from the URL.
 */
export function href<Id extends RouteId>(id: Id, ...[options]: Arguments<RouteOptions<Id>>): string {
  return formatTarget(id, options as TargetOptions | undefined);
}

/** What `formatTarget` adds to a route or a URL. */
export interface TargetOptions {
  params?: Readonly<Record<string, string | number | null | undefined>>;
  query?: AnyQuery;
  hash?: string;
}

/** The URL of a route, or a URL as it stands, with query and fragment. */
export function formatTarget(to: string, { params, query, hash }: TargetOptions = {}): string {
  const path = isRouteId(to) ? formatPath(to, params) : to;
  return path + formatQuery(query) + formatHash(hash);
}

function formatHash(hash = ""): string {
  if (hasLoneSurrogate(hash)) throw new TypeError("the hash has half of a surrogate pair");
  return hash && `#${encodeURIComponent(hash)}`;
}

/** Whether text is a route id: no URL's characters, and no slash at its end. */
function isRouteId(text: string): boolean {
  return /^\/(?!\/)([^?#%\\]*[^?#%\\/])?$/.test(text);
}

function formatPath(id: string, params: TargetOptions["params"] = {}): string {
  const given = Object.fromEntries(
    Object.entries(params).filter((entry): entry is [string, string | number] => entry[1] != null),
  );
  const parts = id.split("/").flatMap((segment) => readSegment(segment, given));
  const last = parts.at(-1);
  return formatHref(parts, given, {
    trailingSlash: readSite().trailingSlash,
    bare: last?.kind === "word" && last.text.includes("."),
  });
}

/** The part of a URL that a segment of an id stands for; none for a group and an optional parameter that is absent. */
function readSegment(segment: string, given: object): PatternPart[] {
  if (segment === "" || segment.startsWith("(")) return [];
  const [found, optional, dots, name = ""] = /^\[(\[)?(\.{3})?(\w+)(?:=[^\]]*)?\]+$/.exec(segment) ?? [];
  if (!found) return [{ kind: "word", text: readWord(segment) }];
  if (optional && !Object.hasOwn(given, name)) return [];
  return [dots ? { kind: "rest", name } : { kind: "param", name, converter: null }];
}

function readWord(segment: string): string {
  const decode = (_: string, digits: string) => String.fromCodePoint(Number.parseInt(digits, 16));
  return segment.replace(/\[x\+(\w+)\]/g, decode).normalize("NFC");
}

function formatQuery(query: AnyQuery = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().flatMap((item) => (item == null ? [] : [[name, String(item)]])),
  );
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : "";
}
