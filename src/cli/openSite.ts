import { access } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ProjectError } from "../diagnostics/diagnostic.js";
import { writeFiles } from "../files/writeFiles.js";
import { inspectSite, listInspectArguments } from "../inspect/inspectSite.js";
import { findInterpreter, type Interpreter } from "../inspect/interpreter.js";
import { readConverters } from "../inspect/readConverters.js";
import { generateSettingsOnly, generateSite, ownedFolders } from "../project/generateProject.js";
import { loadProject, type Project } from "../project/loadProject.js";
import { writeSiteTypes } from "../project/siteTypes.js";
import type { CommandCall } from "./command.js";
import { readVersion } from "./version.js";

/** A site that a command works on. */
export interface OpenSite {
  /** Absolute path of the folder that holds `djk.toml`. */
  site: string;
  interpreter: Interpreter;
  /** Reads the site as it is now; throws ProjectError with everything that is wrong. */
  load: () => Promise<Project>;
}

/** Finds the site around the folder in which the command was given, and its Python. */
export async function openSite(call: CommandCall): Promise<OpenSite> {
  const site = await findSite(call.cwd);
  const interpreter = await findSitePython(site, call);
  return {
    site,
    interpreter,
    load: () => loadWith(site, interpreter),
  };
}

/** The Python of a site, with the runtime package of this djk's version. */
export function findSitePython(site: string, { options }: CommandCall): Promise<Interpreter> {
  const chosen = typeof options.python === "string" ? { python: options.python } : {};
  return findInterpreter(site, { ...chosen, runtimeVersion: readVersion() });
}

/** Writes the generated files of a site, its types as well as its Python tells them now. */
export async function generateFor(site: string, interpreter: Interpreter): Promise<void> {
  const project = await loadWith(site, interpreter);
  await writeFiles(site, generateSite(project), ownedFolders);
  const inspection = await inspectSite(site, interpreter, listInspectArguments(project.config)).catch(
    (error: unknown) => {
      if (error instanceof ProjectError) return null;
      throw error;
    },
  );
  await writeSiteTypes(site, project.table, inspection);
}

function loadWith(site: string, interpreter: Interpreter): Promise<Project> {
  return loadProject(site, (config, modules) =>
    readConverters(site, interpreter, generateSettingsOnly(config, modules)),
  );
}

/** The nearest folder, from `from` upwards, that holds `djk.toml`. */
export async function findSite(from: string): Promise<string> {
  for (let folder = from; ; folder = dirname(folder)) {
    if (await exists(join(folder, "djk.toml"))) return folder;
    if (dirname(folder) === folder) break;
  }
  throw new ProjectError({
    code: "config-missing",
    severity: "error",
    message: `there is no djk.toml in ${from} or above it`,
    hint: "go to the folder of your site, or make one: npx djk new mysite",
  });
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
