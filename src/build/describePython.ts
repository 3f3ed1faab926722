import { type Diagnostic, ProjectError } from "../diagnostics/diagnostic.js";
import { type InspectedHandler, type Inspection, inspectSite } from "../inspect/inspectSite.js";
import type { Interpreter } from "../inspect/interpreter.js";
import type { ServerKind } from "./deployFiles.js";
import { findMissingRequirements } from "./requirements.js";

/** What a build has to know of a site's Python. */
export interface PythonSide {
  handlers: InspectedHandler[];
  /** What the inspection warns of. */
  warnings: Diagnostic[];
  server: ServerKind;
  /** Modules of the site itself that Django or a handler imports, without those below `routes/`, by name. */
  modules: { name: string; path: string }[];
  /** Folder of the installed Python package `djk`. */
  runtime: string;
  /** `name==version` of the packages asked for and of all that they require, sorted. */
  requirements: string[];
  /** Django's `STATIC_URL` in production, with a slash at the end. */
  staticUrl: string;
  /** `3.13` */
  version: string;
}

/** `build` in the answer of `djk_inspect --build`. */
interface Deployment extends Pick<PythonSide, "modules" | "runtime" | "staticUrl" | "version"> {
  /** `missing`: packages asked for that are not installed. */
  packages: Record<ServerKind, { requirements: string[]; missing: string[] }>;
}

/**
 * Imports everything that Django serves, as in production but without its variables, and reports what a build needs.
 *
 * One process does it all: starting Django is most of the time that a build of a small site takes.
 *
 * @param wanted requirements as in `pyproject.toml`, by the kind of server that is to run the site
 * @throws ProjectError with everything that is wrong with the handlers, the settings and the requirements
 */
export async function describePython(
  site: string,
  interpreter: Pick<Interpreter, "path">,
  wanted: Record<ServerKind, string[]>,
): Promise<PythonSide> {
  const env = { DJK_ENV: "production", DJK_BUILDING: "1" };
  const inspection = await inspectSite(site, interpreter, ["--build", JSON.stringify(wanted)], env);
  const { handlers, diagnostics, build } = inspection as Inspection & { build: Deployment };
  const server: ServerKind = handlers.some((handler) => handler.is_async) ? "asgi" : "wsgi";
  const { packages, ...deployment } = build;
  const problems = [...diagnostics, ...findMissingRequirements(packages[server].missing)];
  if (problems.some((problem) => problem.severity === "error")) throw new ProjectError(problems);
  return {
    ...deployment,
    handlers,
    warnings: diagnostics,
    server,
    requirements: packages[server].requirements,
  };
}
