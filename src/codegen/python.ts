import type { Expression } from "./django/expression.js";

/** Makes a Python string literal with the quotes that `ruff format` prefers: double, unless single ones save escapes. */
export function formatString(text: string): string {
  const quote = count(text, '"') > count(text, "'") ? "'" : '"';
  return quote + text.replace(special, (character) => escapeCharacter(character, quote)) + quote;
}

/** Quotes, the backslash, and what cannot be seen. */
const special = /["'\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

function count(text: string, character: string): number {
  return text.includes(character) ? text.split(character).length - 1 : 0;
}

/** A list display. */
export function listOf(items: Expression[]): Expression {
  return { open: "[", items, close: "]" };
}

/** A dict display; the keys are plain text. */
export function dictOf(entries: [string, Expression][]): Expression {
  const items = entries.map(([key, value]) => prefixed(`${formatString(key)}: `, value));
  return { open: "{", items, close: "}" };
}

/** An expression with text in front of it on the same line: a key, a keyword, a star. */
export function prefixed(prefix: string, expression: Expression): Expression {
  if (typeof expression === "string") return prefix + expression;
  return { ...expression, open: prefix + expression.open };
}

/** A boolean, string, integer (`bigint`) or float as Python writes it. */
export function formatScalar(value: string | boolean | bigint | number): string {
  if (typeof value === "string") return formatString(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  return typeof value === "bigint" ? String(value) : formatFloat(value);
}

function formatFloat(value: number): string {
  if (!Number.isFinite(value)) return `float("${String(value).replace("Infinity", "inf").toLowerCase()}")`;
  const text = String(value).replace("e+", "e");
  return /[.e]/.test(text) ? text : `${text}.0`;
}

const namedEscapes: Record<string, string> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escapeCharacter(character: string, quote: string): string {
  if (character === quote) return `\\${character}`;
  if (character === '"' || character === "'") return character;
  const named = namedEscapes[character];
  if (named !== undefined) return named;
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  if (hex.length <= 2) return `\\x${hex.padStart(2, "0")}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
