import type { PatternPart, Row } from "./route.js";

/** Format parts in the table's syntax: `posts/<slug:slug>`, `docs/<...path>`; the home page is the empty text. */
export function formatPattern(parts: readonly PatternPart[]): string {
  return parts.map((part) => (part.kind === "rest" ? `<...${part.name}>` : formatPart(part))).join("/");
}

/**
 * Format parts for Django's `path()`, without a trailing slash: `posts/<slug:slug>`, `docs/<djk_rest:path>`.
 *
 * Throws when a word holds `<` or `>`: `path()` has no escape for them, and a parsed segment never has them.
 */
export function formatDjangoPattern(parts: readonly PatternPart[]): string {
  return parts.map((part) => (part.kind === "rest" ? `<djk_rest:${part.name}>` : formatPart(part))).join("/");
}

/** Format a row as people read it: with the slashes that the site's URLs have, `/posts/<slug:slug>/`. */
export function formatUrlPattern(row: Row, trailingSlash: "always" | "never"): string {
  const tail = trailingSlash === "always" && !row.bare && row.parts.length > 0 ? "/" : "";
  return `/${formatPattern(row.parts)}${tail}`;
}

/** Parse the table's syntax; the inverse of `formatPattern`. Throws on text that it cannot have printed. */
export function parsePattern(text: string): PatternPart[] {
  return text === "" ? [] : text.split("/").map(parsePart);
}

function formatPart(part: Exclude<PatternPart, { kind: "rest" }>): string {
  if (part.kind === "param")
    return part.converter === null ? `<${part.name}>` : `<${part.converter}:${part.name}>`;
  if (/[<>/]/.test(part.text)) throw new Error(`a word of a pattern cannot hold "${part.text}"`);
  return part.text;
}

function parsePart(text: string): PatternPart {
  const found = /^<(?:(\.\.\.)|([^<>:]+):)?([A-Za-z_][A-Za-z0-9_]*)>$/.exec(text);
  if (found === null) {
    if (text === "" || /[<>]/.test(text)) throw new Error(`not a part of a pattern: "${text}"`);
    return { kind: "word", text };
  }
  const [, dots, converter, name] = found;
  return dots ? { kind: "rest", name: name! } : { kind: "param", name: name!, converter: converter ?? null };
}
