import { mkdir, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { DiagnosticCode } from "../diagnostics/codes.js";
import { ProjectError } from "../diagnostics/diagnostic.js";
import { describePythonFileError } from "../files/describeFileError.js";
import { settleAll } from "../files/settleAll.js";
import { writeFiles } from "../files/writeFiles.js";
import { runManage } from "../inspect/manage.js";
import { generateBuild } from "../project/generateProject.js";
import type { Project } from "../project/loadProject.js";
import type { ClientFile } from "./clientBuild.js";
import { compressFiles } from "./compressFiles.js";
import { copyModule, copyRoutes, copyTree, isPackageEntry } from "./copyTree.js";
import { generateDeployFiles } from "./deployFiles.js";
import type { PythonSide } from "./describePython.js";
import { type BuildManifest, clientFolder } from "./manifest.js";
import { keepPreviousRelease } from "./previousRelease.js";

export interface AssembleOptions {
  project: Project;
  /** Empty folder that becomes `dist/`. */
  stage: string;
  /** Path of the interpreter. */
  python: string;
  pythonSide: PythonSide;
  manifest: BuildManifest;
  /** What the browser may fetch. */
  clientFiles: readonly ClientFile[];
  sourceMaps: readonly ClientFile[];
}

/**
 * Puts an ordinary Django project together in `stage`, proves it with Django's own check and collects its static files.
 *
 * @throws ProjectError `build-check`, `build-static`
 */
export async function assembleBuild(options: AssembleOptions): Promise<void> {
  await writeProject(options);
  await copyPython(options);
  await runStaged(options, ["check"], "build-check", "the built project does not pass Django's own check");
  await collectStatic(options);
  await writeClientFiles(options);
}

async function writeProject({ project, stage, pythonSide, manifest }: AssembleOptions): Promise<void> {
  const files = [
    { path: "manifest.json", content: `${JSON.stringify(manifest, null, 1)}\n` },
    ...generateBuild(project),
    ...generateDeployFiles({
      server: manifest.server,
      python: pythonSide.version,
      requirements: pythonSide.requirements,
    }),
  ];
  await writeFiles(stage, files, []);
}

async function copyPython({ project, stage, pythonSide }: AssembleOptions): Promise<void> {
  await copyTree(pythonSide.runtime, join(stage, "djk"), isPackageEntry);
  for (const module of pythonSide.modules) await copyModule(module, stage);
  await copyRoutes(project.site, stage, project.modules);
  await copyIfPresent(join(project.site, "templates"), join(stage, "templates"));
  await copyIfPresent(join(project.site, "public"), join(stage, "public"));
  await mkdir(join(stage, "public"), { recursive: true });
}

async function copyIfPresent(from: string, to: string): Promise<void> {
  if (await isFolder(from)) await copyTree(from, to, (path) => basename(path) !== ".DS_Store");
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() ?? false;
}

async function collectStatic(options: AssembleOptions): Promise<void> {
  const args = ["collectstatic", "--noinput", "--verbosity", "0"];
  await runStaged(options, args, "build-static", "the static files of the Django apps cannot be collected");
}

/** Runs a management command of the staged project as in production, without the variables of production. */
async function runStaged(
  { stage, python }: AssembleOptions,
  args: string[],
  code: DiagnosticCode,
  message: string,
): Promise<void> {
  const env = { ...process.env, DJK_ENV: "production", DJK_BUILDING: "1", PYTHONDONTWRITEBYTECODE: "1" };
  const result = await runManage(stage, { path: python }, args, { env });
  if (result.code === 0) return;
  const output = result.stderr.trim() || result.stdout.trim();
  throw new ProjectError(
    describePythonFileError(output, stage) ?? {
      code,
      severity: "error",
      message: `${message} (manage.py ${args[0]})`,
      hint: output.split("\n").slice(-12).join("\n"),
    },
  );
}

async function writeClientFiles(options: AssembleOptions): Promise<void> {
  const { stage, project } = options;
  const staticFolder = join(stage, "static");
  await writeAll(join(staticFolder, clientFolder), options.clientFiles);
  await writeAll(join(stage, "sourcemaps"), options.sourceMaps);
  await compressFiles(staticFolder);
  await keepPreviousRelease(join(project.site, "dist"), staticFolder, options.manifest.build);
}

async function writeAll(folder: string, files: readonly ClientFile[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await settleAll(files, (file) => writeFile(join(folder, file.path), file.content));
}
