import { rm } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { type Diagnostic, ProjectError } from "../diagnostics/diagnostic.js";
import { writeFiles } from "../files/writeFiles.js";
import { inspectSite } from "../inspect/inspectSite.js";
import type { Interpreter } from "../inspect/interpreter.js";
import { generateSite, ownedFolders } from "../project/generateProject.js";
import type { Project } from "../project/loadProject.js";
import { assembleBuild } from "./assemble.js";
import { buildClient, type ClientFile } from "./clientBuild.js";
import type { ServerKind } from "./deployFiles.js";
import { describePython } from "./describePython.js";
import { exchangeBuild, healExchange } from "./exchange.js";
import { buildRelease, clientFolder, listEntries } from "./manifest.js";
import { buildReport, type ReportRow } from "./report.js";
import { findMissingRequirements, readRequirements } from "./requirements.js";
import { makeStage } from "./stage.js";

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

/**
 * Writes the deployable Django project of a site to `dist/`; until the last step the former one stays whole.
 *
 * @throws ProjectError with every problem that the first failing step found
 */
export async function buildSite({ site, interpreter, load, onStep }: BuildOptions): Promise<SiteBuild> {
  await healExchange(site);
  onStep("routes and handlers");
  const project = await load();
  refuseOwnSettings(project);
  await writeFiles(site, generateSite(project), ownedFolders);
  const { handlers, diagnostics } = await inspectSite(site, interpreter);
  throwIfAny(diagnostics);
  const server: ServerKind = handlers.some((handler) => handler.is_async) ? "asgi" : "wsgi";
  const requirements = await readRequirements(site, server);
  const pythonSide = await describePython(site, interpreter.path, requirements);
  throwIfAny(findMissingRequirements(pythonSide.missing));

  onStep("client");
  const base = `${pythonSide.staticUrl}${clientFolder}`;
  const client = await buildClient({ site, base, entries: listEntries(project.table) });
  const release = buildRelease({ ...client, table: project.table, base, server });

  onStep("Django project and static files");
  const stage = await makeStage(site);
  try {
    await assembleBuild({
      project,
      stage,
      python: interpreter.path,
      pythonSide,
      manifest: release.manifest,
      clientFiles: [...client.files, release.table],
      sourceMaps: client.sourceMaps,
    });
    await exchangeBuild(site, stage, interpreter.path);
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
  return {
    build: release.manifest.build,
    rows: buildReport({
      table: project.table,
      manifest: client.manifest,
      sizeOf: createSizes(client.files),
      verbs: new Map(handlers.map((handler) => [handler.file, handler.verbs])),
    }),
    warnings: [...project.warnings, ...diagnostics, ...client.warnings],
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
