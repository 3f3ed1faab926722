import type { Converter } from "./route.js";

/**
 * Django's own converters that a segment may name, with the regexes of `django/urls/converters.py`.
 *
 * `str` is the same as no converter; `path` is missing because a rest parameter takes its place.
 */
export const BUILTIN_CONVERTERS: readonly Converter[] = [
  {
    name: "uuid",
    regex: "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    type: "string",
    rank: 10,
  },
  { name: "int", regex: "[0-9]+", type: "number", rank: 20 },
  { name: "slug", regex: "[-a-zA-Z0-9_]+", type: "string", rank: 30 },
  { name: "str", regex: "[^/]+", type: "string", rank: 40 },
];

/** Rank of a converter that the project registers and does not rank itself: between `int` and `slug`. */
export const CUSTOM_CONVERTER_RANK = 25;

/** Where the browser cannot do what Django does with a converter: the reason, or null when it can. */
export function findConverterProblem(
  converter: Pick<Converter, "regex">,
): "regex" | "slash" | "empty" | null {
  const whole = compileWhole(converter.regex);
  if (whole === null) return "regex";
  if (whole.test("")) return "empty";
  const literalSlash = converter.regex.replace(/\[\^[^\]]*\]/g, "").includes("/");
  const takesSlash = ["a/b", "1/2", "A/B"].some((text) => whole.test(text));
  return literalSlash || takesSlash ? "slash" : null;
}

/**
 * Compile a converter's regex so that it fits a whole path part; null when JavaScript cannot read it as Python does.
 *
 * Without the flag `u` JavaScript takes more escapes that Python takes too (`\-`), but reads `\A` and `\Z` as letters.
 */
export function compileWhole(regex: string): RegExp | null {
  if (/\\[AZ]/.test(regex)) return null;
  for (const flags of ["u", ""]) {
    try {
      return new RegExp(`^(?:${regex})$`, flags);
    } catch {}
  }
  return null;
}
