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
import { copyModule, copyTree, isPackageEntry } from "./copyTree.js";
import { generateDeployFiles } from "./deployFiles.js";
import type { PythonSide } from "./describePython.js";
import { type BuildManifest, clientFolder } from "./manifest.js";
import { keepPreviousRelease } from "./previousRelease.js";

/** A folder that becomes `dist/`. */
interface Staged {
  project: Project;
  stage: string;
}

export interface DjangoOptions extends Staged {
  /** Path of the interpreter. */
  python: string;
  pythonSide: PythonSide;
}

export interface ClientOptions extends Staged {
  /** What the browser may fetch. */
  clientFiles: readonly ClientFile[];
  sourceMaps: readonly ClientFile[];
}

/**
 * Puts an ordinary Django project together, proves it with Django's own check and collects the static files of its apps.
 *
 * @throws ProjectError `build-check`, `build-static`
 */
export async function assembleDjango(options: DjangoOptions): Promise<void> {
  await writeProject(options);
  await copyPython(options);
  await proveAndCollect(options);
}

/** Writes what the browser loads, and its source maps to where no browser finds them. */
export async function assembleClient({ stage, clientFiles, sourceMaps }: ClientOptions): Promise<void> {
  const folder = join(stage, "static", clientFolder);
  await writeAll(folder, clientFiles);
  await writeAll(join(stage, "sourcemaps"), sourceMaps);
  // An app may have static files in a folder of this name, which are collected at the same time.
  const own = new Set(clientFiles.map(({ path }) => path));
  await compressFiles(folder, { quality: brotliQuality.client, keep: (path) => own.has(path) });
}

/** What needs both sides: the manifest, the twins of the apps' files, the former release. */
export async function completeBuild(
  { project, stage, clientFiles }: ClientOptions,
  manifest: BuildManifest,
): Promise<void> {
  await writeFile(join(stage, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
  const staticFolder = join(stage, "static");
  const ofClient = new Set(clientFiles.map(({ path }) => join(clientFolder, path)));
  await compressFiles(staticFolder, { quality: brotliQuality.apps, keep: (path) => !ofClient.has(path) });
  await keepPreviousRelease(join(project.site, "dist"), staticFolder, manifest.build);
}

async function writeProject({ project, stage, pythonSide }: DjangoOptions): Promise<void> {
  const { server, version, requirements } = pythonSide;
  await writeAll(stage, [
    ...generateBuild(project),
    ...generateDeployFiles({ server, python: version, requirements }),
  ]);
}

async function copyPython({ project, stage, pythonSide }: DjangoOptions): Promise<void> {
  await copyTree(pythonSide.runtime, join(stage, "djk"), isPackageEntry);
  for (const module of pythonSide.modules) await copyModule(module, stage);
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
async function proveAndCollect({ stage, python }: DjangoOptions): Promise<void> {
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

/** Writes into a stage, which nobody reads before it is whole: no file has to appear in one step. */
async function writeAll(folder: string, files: readonly ClientFile[]): Promise<void> {
  const folders = new Set([folder, ...files.map((file) => dirname(join(folder, file.path)))]);
  for (const name of folders) await mkdir(name, { recursive: true });
  await settleAll(files, (file) => writeFile(join(folder, file.path), file.content));
}
