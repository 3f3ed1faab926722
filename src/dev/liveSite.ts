import { type Diagnostic, ProjectError } from "../diagnostics/diagnostic.js";
import { writeFiles } from "../files/writeFiles.js";
import { explainFailure, inspectSite } from "../inspect/inspectSite.js";
import type { Interpreter } from "../inspect/interpreter.js";
import { findComponentProblems } from "../project/findComponentProblems.js";
import { generateSite, ownedFolders } from "../project/generateProject.js";
import type { Project } from "../project/loadProject.js";
import { scanComponents } from "../project/scanComponents.js";
import { compileRouteTable } from "../router/compileRouteTable.js";
import { BUILTIN_CONVERTERS } from "../router/converters.js";
import type { CompiledTable } from "../router/match.js";
import type { DjangoState } from "./djangoProcess.js";
import type { Problems } from "./problems.js";

export interface LiveSiteOptions {
  site: string;
  interpreter: Interpreter;
  /** Reads the site; throws ProjectError when it is not valid. */
  load: () => Promise<Project>;
}

/** A site as it was last valid, and what is wrong with it now. */
export interface LiveSite {
  options: LiveSiteOptions;
  problems: Problems;
  project: Project;
  matcher: CompiledTable;
}

/** Reads a site and writes what is generated from it. @throws ProjectError when it is not valid. */
export async function openLiveSite(options: LiveSiteOptions, problems: Problems): Promise<LiveSite> {
  const project = await options.load();
  problems.set("project", project.warnings);
  await writeFiles(options.site, generateSite(project), ownedFolders);
  return { options, problems, project, matcher: compileRouteTable(project.table) };
}

/** Reads the site anew and writes what is different: the paths of those files. Keeps the last valid one on a problem. */
export async function reloadSite(live: LiveSite): Promise<string[] | null> {
  const project = await live.options.load().catch((error) => keepOnProblem(error, live.problems));
  if (project === null) return null;
  live.problems.set("project", project.warnings);
  const { written, pruned } = await writeFiles(live.options.site, generateSite(project), ownedFolders);
  live.project = project;
  live.matcher = compileRouteTable(project.table);
  return [...written, ...pruned];
}

function keepOnProblem(error: unknown, problems: Problems): null {
  if (!(error instanceof ProjectError)) return ignoreVanished(error);
  problems.set("project", error.diagnostics);
  return null;
}

/** A file or folder went while the tree was read, as when git changes branches: its event loads the project again. */
function ignoreVanished(error: unknown): null {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" && (syscall === "scandir" || syscall === "open")) return null;
  throw error;
}

/** Looks at the components of the site as it was last valid. */
export async function checkComponents({ options, project, problems }: LiveSite): Promise<void> {
  const files = await scanComponents(options.site, project.table).catch(ignoreVanished);
  if (files !== null) problems.set("components", findComponentProblems(files));
}

/** Looks at the site's Python, which has come up or has not. */
export async function checkPython({ options, problems }: LiveSite, state: DjangoState): Promise<void> {
  problems.set("python", await findPythonProblems(options, state));
}

async function findPythonProblems(
  { site, interpreter }: LiveSiteOptions,
  state: DjangoState,
): Promise<Diagnostic[]> {
  if (state.kind === "failed") return explainFailure(site, interpreter, state.output);
  try {
    return (await inspectSite(site, interpreter)).diagnostics;
  } catch (error) {
    if (error instanceof ProjectError) return error.diagnostics;
    throw error;
  }
}

/** Whether Python that has changed may change the routes, too: a converter may be registered now, or be another one. */
export function dependsOnPython({ problems, project }: LiveSite): boolean {
  const builtin = new Set(BUILTIN_CONVERTERS.map(({ name }) => name));
  return problems.hasErrors("project") || project.table.converters.some(({ name }) => !builtin.has(name));
}
