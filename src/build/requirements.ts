import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "smol-toml";
import { type Diagnostic, ProjectError } from "../diagnostics/diagnostic.js";
import type { ServerKind } from "./deployFiles.js";

/** What every build imports, whether the site says so or not. */
const always = ["djk", "Django", "whitenoise"];

/**
 * Requirements of a build, by the kind of server: those of the site's `pyproject.toml` and what serves it.
 *
 * @throws ProjectError `build-requirement` when the file cannot be parsed
 */
export async function readRequirements(site: string): Promise<Record<ServerKind, string[]>> {
  const shared = [...always, ...(await readDependencies(site))];
  return { wsgi: [...shared, "gunicorn"], asgi: [...shared, "uvicorn"] };
}

/**
 * The dependencies that the site's `pyproject.toml` names; none without that file.
 *
 * @throws ProjectError `build-requirement` when the file cannot be parsed
 */
export async function readDependencies(site: string): Promise<string[]> {
  const text = await readFile(join(site, "pyproject.toml"), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  return parseDependencies(text);
}

/** The strings of `[project] dependencies`. */
function parseDependencies(pyproject: string): string[] {
  try {
    const { project } = parse(pyproject) as { project?: { dependencies?: unknown } };
    const { dependencies } = project ?? {};
    return Array.isArray(dependencies) ? dependencies.filter((entry) => typeof entry === "string") : [];
  } catch (error) {
    throw new ProjectError({
      code: "build-requirement",
      severity: "error",
      message: `pyproject.toml is not valid TOML: ${error instanceof Error ? error.message.split("\n")[0] : error}`,
      at: { file: "pyproject.toml" },
    });
  }
}

/** A package that the build needs and the site's Python does not have: its version could not be pinned. */
export function findMissingRequirements(missing: readonly string[]): Diagnostic[] {
  return missing
    .filter((name) => name !== "djk")
    .map((name) => ({
      code: "build-requirement" as const,
      severity: "error" as const,
      message: `the build needs ${name}, which is not installed in the site's Python`,
      at: { file: "pyproject.toml" },
      hint: `Add ${name} to [project] dependencies in pyproject.toml, then run: npx djk setup`,
    }));
}
