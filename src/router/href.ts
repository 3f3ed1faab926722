import type { PatternPart } from "./route.js";

/** Values of path parameters; a rest parameter is the remaining path as one text, `a/b`. */
export type HrefParams = Readonly<Record<string, string | number>>;

export interface HrefOptions {
  trailingSlash: "always" | "never";
  /** Whether the pattern has only the form without a slash. */
  bare?: boolean;
}

/**
 * Format the canonical URL path of a pattern, percent-encoded, without a mount.
 *
 * Throws `TypeError` when a parameter is missing, unknown or cannot come back from the URL: an empty text, `.` or `..`,
 * a slash in a single segment, half of a surrogate pair, a number that is no whole number from 0.
 */
export function formatHref(parts: readonly PatternPart[], params: HrefParams, options: HrefOptions): string {
  refuseUnknown(parts, params);
  const path = parts.map((part) => formatPart(part, params)).join("/");
  const slash = options.trailingSlash === "always" && !options.bare && path !== "";
  return `/${path}${slash ? "/" : ""}`;
}

function refuseUnknown(parts: readonly PatternPart[], params: HrefParams): void {
  const names = parts.flatMap((part) => (part.kind === "word" ? [] : [part.name]));
  const unknown = Object.keys(params).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new TypeError(`unknown parameter "${unknown}"; this URL takes ${names.join(", ") || "none"}`);
}

function formatPart(part: PatternPart, params: HrefParams): string {
  if (part.kind === "word") return encodeText(part.text);
  const value = formatValue(part.name, params[part.name]);
  if (part.kind === "rest")
    return value
      .split("/")
      .map((text) => encodeSegment(part.name, text))
      .join("/");
  if (value.includes("/"))
    throw new TypeError(`parameter "${part.name}" is one segment and cannot hold a slash: "${value}"`);
  return encodeSegment(part.name, value);
}

function formatValue(name: string, value: string | number | undefined): string {
  if (value === undefined || value === null) throw new TypeError(`missing parameter "${name}"`);
  if (typeof value === "number" && (!Number.isSafeInteger(value) || value < 0))
    throw new TypeError(`parameter "${name}" is not a whole number from 0: ${value}`);
  return String(value);
}

function encodeSegment(name: string, text: string): string {
  if (text === "" || text === "." || text === "..")
    throw new TypeError(`parameter "${name}" cannot have the segment "${text}"`);
  if (hasLoneSurrogate(text)) throw new TypeError(`parameter "${name}" has half of a surrogate pair`);
  return encodeText(text);
}

/** Whether text has a surrogate without its other half, as text that was cut by length: no URL can hold it. */
export function hasLoneSurrogate(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}

/** Encode one segment as Django's `reverse()` does, which leaves `$&+,;=:@` as they are. */
function encodeText(text: string): string {
  return encodeURIComponent(text).replace(/%(?:24|26|2B|2C|3A|3B|3D|40)/g, decodeURIComponent);
}
