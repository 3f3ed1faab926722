import type { Diagnostic } from "../diagnostics/diagnostic.js";

const header = /^The environment of this site is not complete \(DJK_ENV is (\w+)\):$/;

/** The variables that are missing or malformed, from what `EnvironmentProblems` of the Python package prints. */
export function readEnvironmentProblems(lines: readonly string[]): Diagnostic[] {
  const start = lines.findIndex((line) => header.test(line));
  if (start === -1) return [];
  const [, environment = ""] = header.exec(lines[start] ?? "") ?? [];
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => !line.startsWith("  "));
  return rest.slice(0, end === -1 ? undefined : end).map((line) => describe(line.trim(), environment));
}

function describe(line: string, environment: string): Diagnostic {
  const message = line.replace(/\.$/, "");
  const problem: Diagnostic = { code: "environment-incomplete", severity: "error", message };
  const isFile = line.startsWith(".env");
  const hint = environment === "dev" ? "write it into .env" : "set it in the environment of the process";
  return isFile ? problem : { ...problem, hint };
}
