import { findNearest } from "../diagnostics/didYouMean.js";
import type { KeyPath } from "./locateKeys.js";
import { formatPath, type Report } from "./problem.js";

/** A TOML table as the parser gives it. */
export type Table = Record<string, unknown>;

/** Words for the type of a TOML value, with its article: `a string`. */
export function nameType(value: unknown): string {
  if (Array.isArray(value)) return "an array";
  if (value instanceof Date) return "a date or time";
  if (typeof value === "bigint") return "an integer";
  if (typeof value === "number") return "a float";
  return { string: "a string", boolean: "a boolean", object: "a table" }[typeof value as "string"];
}

/** Whether a TOML value is a table; dates and arrays are not. */
export function isTable(value: unknown): value is Table {
  return nameType(value) === "a table";
}

/** Reports that a value has the wrong type. */
export function reportType(path: KeyPath, value: unknown, expected: string, report: Report): void {
  report({
    code: "config-wrong-type",
    path,
    message: `${formatPath(path)} is ${nameType(value)}, but ${expected} is expected.`,
  });
}

/** Finds the table at `key`; reports a value that is none. */
export function findTable(table: Table, path: KeyPath, key: string, report: Report): Table {
  const value = table[key];
  if (value === undefined) return {};
  if (isTable(value)) return value;
  reportType([...path, key], value, "a table", report);
  return {};
}

/**
 * Reports the keys of a table that are not `known`, each with the known key that was probably meant.
 *
 * @param later keys of later versions, which deserve another answer than a misspelling
 */
export function checkKeys(
  table: Table,
  path: KeyPath,
  known: readonly string[],
  report: Report,
  later: readonly string[] = [],
): void {
  for (const key of Object.keys(table).filter((key) => !known.includes(key))) {
    report({
      code: "config-unknown-key",
      path: [...path, key],
      message: `${formatPath([...path, key])} is not a key that djk knows.`,
      hint: later.includes(key)
        ? `${formatPath([...path, key])} is not part of this version of djk. Remove it.`
        : formatHint(key, known),
    });
  }
}

function formatHint(key: string, known: readonly string[]): string {
  const nearest = findNearest(key, known);
  return nearest === null ? `Known here: ${known.join(", ")}.` : `Did you mean ${nearest}?`;
}
