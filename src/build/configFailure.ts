import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Diagnostic, Place } from "../diagnostics/diagnostic.js";
import { describeBuildFailure } from "./buildProblems.js";

const configNames = ["js", "mjs", "ts", "cjs", "mts", "cts"].map((extension) => `vite.config.${extension}`);

/** The problems of a site's `vite.config` with which Vite does not start. */
export async function describeConfigFailure(error: unknown, site: string): Promise<Diagnostic[]> {
  const name = configNames.find((candidate) => existsSync(join(site, candidate)));
  const found =
    error instanceof Error && "errors" in error
      ? describeBuildFailure(error, site)
      : [{ message: formatMessage(error, name) }];
  return Promise.all(found.map((problem) => describeOne(problem, site, name)));
}

async function describeOne(
  { message, at, hint }: Pick<Diagnostic, "message" | "at" | "hint">,
  site: string,
  name: string | undefined,
): Promise<Diagnostic> {
  const place = at === undefined ? null : await correctPlace(at, site);
  const file = name === undefined ? null : { file: name };
  const known = place ?? file;
  return {
    code: "vite-config",
    severity: "error",
    message: `the site's Vite configuration cannot be loaded: ${message}`,
    ...(known === null ? {} : { at: known }),
    hint: hint ?? "Fix the file, or delete it: djk works without one.",
  };
}

/** Vite runs the file under another name. */
function formatMessage(error: unknown, name: string | undefined): string {
  const text = stripVTControlCharacters(error instanceof Error ? error.message : String(error));
  return text.replace(
    /(?:[^\s'"]*\/)?(?:\.vite-temp\/)?(vite\.config\.\w+)\.timestamp-[\w-]+\.mjs/g,
    (_, original: string) => name ?? original,
  );
}

/** Vite puts code of its own before the first line, so the column there is not the user's. */
async function correctPlace({ file, line, column }: Place, site: string): Promise<Place> {
  if (line !== 1) return { file, line, column };
  const { parseSync } = await import("vite");
  const path = join(site, file);
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  const start = parseSync(file, text).errors[0]?.labels[0]?.start;
  if (start === undefined) return { file };
  const before = text.slice(0, start).split("\n");
  return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
