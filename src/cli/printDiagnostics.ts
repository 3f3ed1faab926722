import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { formatDiagnostics } from "../diagnostics/formatDiagnostics.js";
import { formatJson } from "../diagnostics/formatJson.js";
import type { Terminal } from "./command.js";

/** Prints problems for people, or with `json` as the one document that a program reads. */
export function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  { cwd, json, terminal }: { cwd: string; json: boolean; terminal: Terminal },
): void {
  if (json) terminal.out(formatJson(diagnostics));
  else
    terminal.err(
      formatDiagnostics(diagnostics, { colour: terminal.colour, readSource: readSourceFrom(cwd) }),
    );
}

/** A function that gives the text of a file of the site, or null where it cannot be read. */
export function readSourceFrom(site: string): (file: string) => string | null {
  return (file) => {
    try {
      return readFileSync(join(site, file), "utf8");
    } catch {
      return null;
    }
  };
}
