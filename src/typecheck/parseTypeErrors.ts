import type { Diagnostic } from "../diagnostics/diagnostic.js";

const first = /^(?:(?<file>.+?)\((?<line>\d+),(?<column>\d+)\): )?error (?<message>TS\d+: .*)$/;

/**
 * Reads what `tsc --pretty false` prints.
 *
 * The first line of a problem is its message; the lines below it, which give the reasons, are its detail. What is wrong
 * with the configuration, which may be the cause of all else, goes first.
 *
 * @param output paths in it are relative to the site
 */
export function parseTypeErrors(output: string, severity: Diagnostic["severity"]): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const text of output.split(/\r?\n/)) {
    const problem = parseFirstLine(text, severity);
    const last = found.at(-1);
    if (problem !== null) found.push(problem);
    else if (last !== undefined && text.startsWith("  "))
      last.detail = last.detail === undefined ? text.slice(2) : `${last.detail}\n${text.slice(2)}`;
  }
  return [...found.filter(isOfConfig), ...found.filter((problem) => !isOfConfig(problem))];
}

function isOfConfig({ at }: Diagnostic): boolean {
  return at === undefined || at.file.endsWith(".json");
}

function parseFirstLine(text: string, severity: Diagnostic["severity"]): Diagnostic | null {
  const { file, line, column, message } = first.exec(text)?.groups ?? {};
  if (message === undefined) return null;
  const problem: Diagnostic = { code: "type-error", severity, message };
  return file === undefined
    ? problem
    : { ...problem, at: { file, line: Number(line), column: Number(column) } };
}
