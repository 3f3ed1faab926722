import type { DiagnosticCode } from "../diagnostics/codes.js";
import type { KeyPath } from "./locateKeys.js";

/** A mistake in `djk.toml`, at a key; its place in the text is found later. */
export interface ConfigProblem {
  code: DiagnosticCode;
  path: KeyPath;
  message: string;
  hint?: string;
  severity?: "warning";
}

/** Takes a mistake and lets the reading go on, so that all of them are found. */
export type Report = (problem: ConfigProblem) => void;

/** A key as the user would write it: `django.MIDDLEWARE[1].use`. */
export function formatPath(path: KeyPath): string {
  return path
    .map((key, i) => (typeof key === "number" ? `[${key}]` : `${i > 0 ? "." : ""}${formatKey(key)}`))
    .join("");
}

function formatKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key);
}
