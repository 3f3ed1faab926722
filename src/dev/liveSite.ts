import { existsSync } from "node:fs";
import { join } from "node:path";
import type { GeneratedFile } from "../codegen/generatedFile.js";
import type { SiteTypes } from "../codegen/types/generateTypes.js";
import { type Diagnostic, ProjectError } from "../diagnostics/diagnostic.js";
import { findChanges, writeFiles } from "../files/writeFiles.js";
import { isExecutable } from "../inspect/findExecutable.js";
import { explainFailure, type Inspection, listInspectArguments } from "../inspect/inspectSite.js";
import type { Interpreter } from "../inspect/interpreter.js";
import { findComponentProblems } from "../project/findComponentProblems.js";
import { generateSettingsOnly, generateSite, ownedFolders } from "../project/generateProject.js";
import type { Project } from "../project/loadProject.js";
import { scanComponents } from "../project/scanComponents.js";
import { generateSiteTypes, isTypesSource, readLastTypes, typesFolder } from "../project/siteTypes.js";
import { compileRouteTable } from "../router/compileRouteTable.js";
import { BUILTIN_CONVERTERS } from "../router/converters.js";
import type { CompiledTable } from "../router/match.js";
import type { DjangoState } from "./djangoProcess.js";
import { createInspector, type Inspector } from "./inspector.js";
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
  /** False while the site cannot be read. */
  valid: boolean;
  /** Django could not be asked for what the routes need to know of it. */
  unstarted: boolean;
  inspector: Inspector;
  /** What is known of Python's types; null before it was asked for the first time. */
  types: SiteTypes | null;
}

/** Reads a site and writes what is generated from it. @throws ProjectError when it is not valid. */
export async function openLiveSite(options: LiveSiteOptions, problems: Problems): Promise<LiveSite> {
  const project = await options.load();
  problems.set("project", project.warnings);
  await writeFiles(options.site, generateSite(project), ownedFolders);
  const { site, interpreter } = options;
  const live: LiveSite = {
    options,
    problems,
    project,
    matcher: compileRouteTable(project.table),
    valid: true,
    unstarted: false,
    inspector: createInspector({
      site,
      interpreter,
      listArguments: () => listInspectArguments(live.project.config),
    }),
    types: null,
  };
  return live;
}

/**
 * Reads the site anew and writes what is different: the paths of those files. On a problem it keeps the last valid one.
 * What is damaged of that one is written first: reading the site may start Django.
 */
export async function reloadSite(live: LiveSite): Promise<string[]> {
  const { site, load } = live.options;
  const healed = await writeDamaged(live);
  live.unstarted = false;
  const project = await load().catch((error) => keepOnProblem(error, live));
  live.valid = project !== null;
  if (project === null) return healed;
  live.problems.set("project", project.warnings);
  const { written, pruned } = await writeFiles(site, generateSite(project), ownedFolders);
  live.project = project;
  live.matcher = compileRouteTable(project.table);
  return [...healed, ...written, ...pruned];
}

async function writeDamaged(live: LiveSite): Promise<string[]> {
  return (await writeFiles(live.options.site, await findDamaged(live), [])).written;
}

/** Generated files that are gone, or have another content than what djk wrote. */
export async function findDamaged({ options: { site }, project, valid }: LiveSite): Promise<GeneratedFile[]> {
  const files = generateSite(project);
  const different = new Set((await findChanges(site, files, [])).written);
  // Those of a site that cannot be read now may be newer than what was read last.
  const settings = generateSettingsOnly(project.config, project.modules).map(({ path }) => path);
  const newer = new Set(valid ? [] : settings.filter((path) => existsSync(join(site, path))));
  return files.filter(({ path }) => different.has(path) && !newer.has(path));
}

function keepOnProblem(error: unknown, live: LiveSite): null {
  if (!(error instanceof ProjectError)) return ignoreVanished(error);
  const ofStart = error.diagnostics.filter(({ code }) => startCodes.has(code));
  live.unstarted = ofStart.length > 0;
  live.problems.set(
    "project",
    error.diagnostics.filter((problem) => !ofStart.includes(problem)),
  );
  return null;
}

/** Reading converters starts Django, too. What keeps it from starting is for `checkPython` to say, in its own words. */
const startCodes = new Set<Diagnostic["code"]>([
  "django-failed",
  "environment-variable",
  "handler-import",
  "handler-syntax",
  "migration-conflict",
  "migration-graph",
  "setting-import",
  "setting-value",
  "urls-invalid",
  "urls-missing",
]);

/**
 * A file or folder went while the tree was read, as when git changes branches: its event loads the project again.
 * Python went: the start of Django says so.
 */
function ignoreVanished(error: unknown): null {
  const { code, syscall = "" } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" && /^(scandir|open|spawn)/.test(syscall)) return null;
  throw error;
}

/** Looks at the components of the site as it was last valid. */
export async function checkComponents({ options, project, problems }: LiveSite): Promise<void> {
  const files = await scanComponents(options.site, project.table).catch(ignoreVanished);
  if (files !== null) problems.set("components", findComponentProblems(files));
}

/**
 * Looks at the site's Python, which has come up or has not.
 *
 * @param ready how Django's latest start went; what was found before another start is out of date
 * @returns whether types are different now
 */
export async function checkPython(live: LiveSite, ready: () => Promise<DjangoState>): Promise<boolean> {
  const state = await ready();
  const asked = await askPython(live, state);
  if (asked === null || (await ready()) !== state) return false;
  return followPython(live, asked.diagnostics, asked.inspection);
}

/**
 * Looks at the handlers that have changed, where that takes no other process: Django may still be starting.
 *
 * @returns whether types are different now
 */
export async function checkHandlers(live: LiveSite): Promise<boolean> {
  const inspection = await live.inspector.inspectWarm();
  return inspection !== null && followPython(live, inspection.diagnostics, inspection);
}

function followPython(live: LiveSite, found: Diagnostic[], inspection: Inspection | null): Promise<boolean> {
  live.problems.set("python", live.valid ? found : found.filter((problem) => !isOfRemovedHandler(problem)));
  live.types ??= readLastTypes(live.options.site);
  return updateTypes(live, inspection);
}

/**
 * Writes the site's types by its routes and by what Python says, or has said last.
 *
 * @returns whether a compiler reads something else now
 */
export async function updateTypes(live: LiveSite, now: SiteTypes | null): Promise<boolean> {
  const last = live.types;
  if (last === null) return false;
  const { files, types } = generateSiteTypes(live.project.table, now, () => last);
  live.types = types;
  const { written, pruned } = await writeFiles(live.options.site, files, [typesFolder]);
  return [...written, ...pruned].some(isTypesSource);
}

/** While the tree is invalid the last valid routes stay, also those whose handlers are gone. */
function isOfRemovedHandler({ code, at }: Diagnostic): boolean {
  return code === "handler-import" && at === undefined;
}

/** What is wrong, and what Python says where it can be asked. */
interface Asked {
  diagnostics: Diagnostic[];
  inspection: Inspection | null;
}

/** Null when djk ends. */
async function askPython({ options, inspector }: LiveSite, state: DjangoState): Promise<Asked | null> {
  const { site, interpreter } = options;
  const missing = { diagnostics: [describeMissingPython(interpreter.path, site)], inspection: null };
  if (!isExecutable(interpreter.path)) return missing;
  if (state.kind === "failed")
    return { diagnostics: await explainFailure(site, interpreter, state.output), inspection: null };
  try {
    const inspection = await inspector.inspect();
    return inspection && { diagnostics: inspection.diagnostics, inspection };
  } catch (error) {
    if (error instanceof ProjectError) return { diagnostics: error.diagnostics, inspection: null };
    if (!isExecutable(interpreter.path)) return missing;
    throw error;
  }
}

function describeMissingPython(path: string, site: string): Diagnostic {
  const place = path.startsWith(`${site}/`) ? path.slice(site.length + 1) : path;
  return {
    code: "python-missing",
    severity: "error",
    message: `the Python of this site is gone: ${place}`,
    hint: "run: npx djk setup",
  };
}

/** Whether Python that has changed may change the routes, too: a converter may be registered now, or be another one. */
export function dependsOnPython({ valid, project }: LiveSite): boolean {
  const builtin = new Set(BUILTIN_CONVERTERS.map(({ name }) => name));
  return !valid || project.table.converters.some(({ name }) => !builtin.has(name));
}
