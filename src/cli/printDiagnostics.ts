import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
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
      formatDiagnostics(diagnostics, {
        colour: terminal.colour,
        readSource: readSourceFrom(cwd),
        pages: findPages(cwd),
      }),
    );
}

/** Whether there is a problem that makes a command fail. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}

/** Where this djk has its pages on codes: from a folder below which they lie, else the absolute path. */
function findPages(cwd: string): string {
  const folder = fileURLToPath(new URL("../../docs/errors", import.meta.url));
  const below = relative(cwd, folder);
  return below.startsWith("..") ? folder : below;
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
