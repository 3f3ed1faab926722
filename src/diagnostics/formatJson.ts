import type { Diagnostic } from "./diagnostic.js";

/** Format the one document that a command prints with `--json`: its result's keys and the diagnostics. */
export function formatJson(diagnostics: readonly Diagnostic[], result: object = {}): string {
  return JSON.stringify({ ...result, diagnostics }, null, 2);
}
