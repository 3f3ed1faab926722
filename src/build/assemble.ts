import { mkdir, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type Diagnostic, ProjectError } from "../diagnostics/diagnostic.js";
import { describePythonFileError } from "../files/describeFileError.js";
import { settleAll } from "../files/settleAll.js";
import { buildManageEnv } from "../inspect/manage.js";
import { runCaptured } from "../process/runCaptured.js";
import { generateBuild } from "../project/generateProject.js";
import type { Project } from "../project/loadProject.js";
import type { ClientFile } from "./clientBuild.js";
import { brotliQuality, compressFiles } from "./compressFiles.js";
import { copyModule, copyRoutes, copyTree, isPackageEntry } from "./copyTree.js";
import { generateDeployFiles } from "./deployFiles.js";
import type { PythonSide } from "./describePython.js";
import { type BuildManifest, clientFolder } from "./manifest.js";
import { keepPreviousRelease } from "./previousRelease.js";
import { settle } from "./settle.js";

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
  await settle(proveAndCollect(options), writeClientFiles(options));
  const staticFolder = join(options.stage, "static");
  const ofClient = new Set(options.clientFiles.map(({ path }) => join(clientFolder, path)));
  await compressFiles(staticFolder, { quality: brotliQuality.apps, keep: (path) => !ofClient.has(path) });
  await keepPreviousRelease(join(options.project.site, "dist"), staticFolder, options.manifest.build);
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
  await writeAll(stage, files);
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

/** Exit code of `proveScript` when Django's check has found something. */
const checkFailed = 10;

// One process for both commands: starting Django takes longer than either.
const proveScript = `
import runpy, sys, traceback
for code, args in ((${checkFailed}, ["check"]), (1, ["collectstatic", "--noinput", "--verbosity", "0"])):
    sys.argv = ["manage.py", *args]
    try:
        runpy.run_path("manage.py", run_name="__main__")
    except SystemExit as end:
        if end.code:
            if isinstance(end.code, str):
                print(end.code, file=sys.stderr)
            sys.exit(code)
    except Exception:
        traceback.print_exc()
        sys.exit(code)
`;

/** Runs Django's check and `collectstatic` of the staged project, as in production but without its variables. */
async function proveAndCollect({ stage, python }: AssembleOptions): Promise<void> {
  const env = { ...process.env, DJK_ENV: "production", DJK_BUILDING: "1", PYTHONDONTWRITEBYTECODE: "1" };
  const options = { cwd: stage, env: buildManageEnv(stage, env), timeout: 120_000 };
  const result = await runCaptured(python, ["-c", proveScript], options);
  if (result.code === 0) return;
  const output = result.stderr.trim() || result.stdout.trim();
  const problem = describePythonFileError(output, stage) ?? describeUnproven(result.code, output);
  throw new ProjectError(problem);
}

function describeUnproven(code: number, output: string): Diagnostic {
  const hint = output.split("\n").slice(-12).join("\n");
  return code === checkFailed
    ? {
        code: "build-check",
        severity: "error",
        message: "the built project does not pass Django's own check (manage.py check)",
        hint,
      }
    : {
        code: "build-static",
        severity: "error",
        message: "the static files of the Django apps cannot be collected (manage.py collectstatic)",
        hint,
      };
}

async function writeClientFiles({ stage, clientFiles, sourceMaps }: AssembleOptions): Promise<void> {
  const folder = join(stage, "static", clientFolder);
  await writeAll(folder, clientFiles);
  await writeAll(join(stage, "sourcemaps"), sourceMaps);
  // An app may have static files in a folder of this name, which are collected at the same time.
  const own = new Set(clientFiles.map(({ path }) => path));
  await compressFiles(folder, { quality: brotliQuality.client, keep: (path) => own.has(path) });
}

/** Writes into a stage, which nobody reads before it is whole: no file has to appear in one step. */
async function writeAll(folder: string, files: readonly ClientFile[]): Promise<void> {
  const folders = new Set([folder, ...files.map((file) => dirname(join(folder, file.path)))]);
  for (const name of folders) await mkdir(name, { recursive: true });
  await settleAll(files, (file) => writeFile(join(folder, file.path), file.content));
}
