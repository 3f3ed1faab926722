import { gzipSync } from "node:zlib";
import { type Diagnostic, ProjectError } from "../diagnostics/diagnostic.js";
import { withFileProblems } from "../files/describeFileError.js";
import { writeFiles } from "../files/writeFiles.js";
import type { Interpreter } from "../inspect/interpreter.js";
import { djangoFolder, generateClient, generateDevDjango } from "../project/generateProject.js";
import type { Project } from "../project/loadProject.js";
import { type AnalyzedFile, analyzeClient } from "./analysis.js";
import { assembleClient, assembleDjango, type ClientOptions, completeBuild } from "./assemble.js";
import { findBudgetProblems } from "./budget.js";
import { buildClient, type ClientBuild, type ClientFile } from "./clientBuild.js";
import { copyRoutes } from "./copyTree.js";
import { describePython, type PythonSide } from "./describePython.js";
import { exchangeBuild, healExchange, requireDistFolder } from "./exchange.js";
import { findStaticUrl } from "./findStaticUrl.js";
import { buildRelease, clientFolder, listEntries, type Release } from "./manifest.js";
import { buildReport, type ReportRow } from "./report.js";
import { readRequirements } from "./requirements.js";
import { settle } from "./settle.js";
import { makeStage, removeLeftovers, removeStage } from "./stage.js";

export interface BuildOptions {
  /** Absolute path of the site's folder. */
  site: string;
  interpreter: Interpreter;
  /** Reads the site; throws ProjectError when it is not valid. */
  load: () => Promise<Project>;
  /** Receives the name of each step as it begins. */
  onStep: (step: string) => void;
}

/** A finished build. */
export interface SiteBuild {
  /** Build id. */
  build: string;
  rows: ReportRow[];
  files: AnalyzedFile[];
  warnings: Diagnostic[];
}

interface ClientSide extends ClientBuild {
  release: Release;
}

/**
 * Writes the deployable Django project of a site to `dist/`; until the last step the former one stays whole.
 *
 * @throws ProjectError with every problem that the first failing step found
 */
export function buildSite(options: BuildOptions): Promise<SiteBuild> {
  const { site } = options;
  return withFileProblems(site, async () => {
    const stage = await makeStage(site);
    try {
      return await buildInStage(options, stage);
    } finally {
      await removeStage(stage);
    }
  });
}

async function buildInStage(options: BuildOptions, stage: string): Promise<SiteBuild> {
  const { site, interpreter, onStep } = options;
  await requireDistFolder(site);
  await healExchange(site);
  await removeLeftovers(site);
  onStep("Django project and client");
  const project = await openProject(options);
  const described = describePython(site, interpreter, await readRequirements(site));
  described.catch(() => {}); // both sides wait for it and fail with it
  await copyRoutes(site, stage, project.modules); // nothing else of this process can go on meanwhile
  const [python, client] = await settle(
    buildDjango(project, stage, interpreter, described),
    buildClientSide(project, stage, described),
  );
  onStep("static files");
  await completeBuild(describeClient(project, stage, client), client.release.manifest);
  await exchangeBuild(site, stage, interpreter.path);
  return describeBuild(project, python, client);
}

/** Writes of `.djk/` what Django needs to be asked. */
async function openProject({ site, load }: BuildOptions): Promise<Project> {
  const project = await load();
  refuseOwnSettings(project);
  await writeFiles(site, generateDevDjango(project), [djangoFolder]);
  return project;
}

async function buildDjango(
  project: Project,
  stage: string,
  interpreter: Interpreter,
  described: Promise<PythonSide>,
): Promise<PythonSide> {
  const pythonSide = await described;
  await assembleDjango({ project, stage, python: interpreter.path, pythonSide });
  return pythonSide;
}

/** Bundles while Django is asked and put together. */
async function buildClientSide(
  project: Project,
  stage: string,
  described: Promise<PythonSide>,
): Promise<ClientSide> {
  const { site, table } = project;
  const generated = generateClient(project);
  const bundle = (staticUrl: string) =>
    buildClient({ site, base: `${staticUrl}${clientFolder}`, entries: listEntries(table), generated });
  const expected = findStaticUrl(project.config);
  const early = await bundle(expected);
  const { staticUrl, server } = await described;
  const client = staticUrl === expected ? early : await bundle(staticUrl);
  const release = buildRelease({ ...client, table, base: `${staticUrl}${clientFolder}`, server });
  await assembleClient(describeClient(project, stage, { ...client, release }));
  return { ...client, release };
}

function describeClient(project: Project, stage: string, client: ClientSide): ClientOptions {
  const { files, sourceMaps, release } = client;
  return { project, stage, clientFiles: [...files, release.table], sourceMaps };
}

function describeBuild(
  { table, config, warnings }: Project,
  python: PythonSide,
  client: ClientSide,
): SiteBuild {
  const { manifest, contents, files } = client;
  const sizeOf = createSizes(files);
  const verbs = new Map(python.handlers.map((handler) => [handler.file, handler.verbs]));
  const overBudget = findBudgetProblems({ table, manifest, contents, sizeOf, budget: config.build.budget });
  return {
    build: client.release.manifest.build,
    rows: buildReport({ table, manifest, sizeOf, verbs }),
    files: analyzeClient({ table, manifest, contents, sizeOf, paths: files.map(({ path }) => path) }),
    warnings: [...warnings, ...python.warnings, ...client.warnings, ...overBudget],
  };
}

function refuseOwnSettings({ config }: Project): void {
  if (config.site.settings === null) return;
  throw new ProjectError({
    code: "build-own-settings",
    severity: "error",
    message: `djk build makes the Django project of a site whose settings djk generates; here they are ${config.site.settings}`,
    at: { file: "djk.toml" },
    hint: "Remove settings from [site] and describe them in [django], or deploy the project as before.",
  });
}

function createSizes(files: readonly ClientFile[]): (path: string) => number {
  const contents = new Map(files.map((file) => [file.path, file.content]));
  const sizes = new Map<string, number>();
  return (path) => {
    const size = sizes.get(path) ?? gzipSync(contents.get(path) ?? "", { level: 9 }).length;
    sizes.set(path, size);
    return size;
  };
}
