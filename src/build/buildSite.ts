import { gzipSync } from "node:zlib";
import { type Diagnostic, ProjectError } from "../diagnostics/diagnostic.js";
import { withFileProblems } from "../files/describeFileError.js";
import { writeFiles } from "../files/writeFiles.js";
import { type InspectedHandler, inspectSite } from "../inspect/inspectSite.js";
import type { Interpreter } from "../inspect/interpreter.js";
import { generateSite, ownedFolders } from "../project/generateProject.js";
import type { Project } from "../project/loadProject.js";
import { assembleBuild } from "./assemble.js";
import { buildClient, type ClientBuild, type ClientFile } from "./clientBuild.js";
import type { ServerKind } from "./deployFiles.js";
import { describePython, type PythonSide } from "./describePython.js";
import { exchangeBuild, healExchange, requireDistFolder } from "./exchange.js";
import { buildRelease, clientFolder, listEntries, type Release } from "./manifest.js";
import { buildReport, type ReportRow } from "./report.js";
import { findMissingRequirements, readRequirements } from "./requirements.js";
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
  warnings: Diagnostic[];
}

/** What the server's half of a site is, as Python sees it. */
interface ServerSide {
  handlers: InspectedHandler[];
  diagnostics: Diagnostic[];
  server: ServerKind;
  python: PythonSide;
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
  onStep("routes and handlers");
  const project = await openProject(options);
  const server = await describeServer(site, interpreter);
  onStep("client");
  const client = await buildClientSide(project, server);
  onStep("Django project and static files");
  await assembleBuild({
    project,
    stage,
    python: interpreter.path,
    pythonSide: server.python,
    manifest: client.release.manifest,
    clientFiles: [...client.files, client.release.table],
    sourceMaps: client.sourceMaps,
  });
  await exchangeBuild(site, stage, interpreter.path);
  return describeBuild(project, server, client);
}

async function openProject({ site, load }: BuildOptions): Promise<Project> {
  const project = await load();
  refuseOwnSettings(project);
  await writeFiles(site, generateSite(project), ownedFolders);
  return project;
}

async function describeServer(site: string, interpreter: Interpreter): Promise<ServerSide> {
  const { handlers, diagnostics } = await inspectSite(site, interpreter);
  throwIfAny(diagnostics);
  const server: ServerKind = handlers.some((handler) => handler.is_async) ? "asgi" : "wsgi";
  const python = await describePython(site, interpreter.path, await readRequirements(site, server));
  throwIfAny(findMissingRequirements(python.missing));
  return { handlers, diagnostics, server, python };
}

async function buildClientSide(
  { site, table }: Project,
  { server, python }: ServerSide,
): Promise<ClientSide> {
  const base = `${python.staticUrl}${clientFolder}`;
  const client = await buildClient({ site, base, entries: listEntries(table) });
  return { ...client, release: buildRelease({ ...client, table, base, server }) };
}

function describeBuild(project: Project, server: ServerSide, client: ClientSide): SiteBuild {
  return {
    build: client.release.manifest.build,
    rows: buildReport({
      table: project.table,
      manifest: client.manifest,
      sizeOf: createSizes(client.files),
      verbs: new Map(server.handlers.map((handler) => [handler.file, handler.verbs])),
    }),
    warnings: [...project.warnings, ...server.diagnostics, ...client.warnings],
  };
}

function throwIfAny(diagnostics: Diagnostic[]): void {
  if (diagnostics.some((problem) => problem.severity === "error")) throw new ProjectError(diagnostics);
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
