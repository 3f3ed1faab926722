import { join } from "node:path";
import { readDependencies } from "../build/requirements.js";
import { ProjectError } from "../diagnostics/diagnostic.js";
import { findExecutable, isExecutable } from "../inspect/findExecutable.js";
import { explainFailure } from "../inspect/inspectSite.js";
import { findBasePython, findVenvPython, type Interpreter } from "../inspect/interpreter.js";
import { runManage } from "../inspect/manage.js";
import { oldestPython } from "../inspect/pythonAdvice.js";
import { runCaptured } from "../process/runCaptured.js";
import { findWheel } from "./findWheel.js";
import { type Report, runStep, type Step } from "./runStep.js";

export interface SetupOptions {
  /** Absolute path of the site. */
  site: string;
  /** What `--python` named, to make the virtual environment with. */
  python?: string;
  /** The environment of the commands; this process's own without it. */
  env?: NodeJS.ProcessEnv;
  report: Report;
  /** Writes the generated files of the site. */
  generate: (site: string, interpreter: Interpreter) => Promise<void>;
  /** The commands with which the user goes on when a step fails; `npx djk setup` without it. */
  goOn?: string[];
}

type Context = Pick<Step, "cwd" | "env" | "goOn"> & { report: Report; python?: string };

const minute = 60_000;

/**
 * Brings a site to where it runs: npm packages, virtual environment, Python packages, generated files, database.
 * What is there already stays as it is, so it is safe to repeat.
 *
 * @returns the interpreter of the site's virtual environment
 * @throws ProjectError with the step that failed and how to go on; Interrupted on SIGINT or SIGTERM
 */
export async function setupSite(options: SetupOptions): Promise<Interpreter> {
  const { site, report, env = process.env, goOn = ["npm install", "npx djk setup"] } = options;
  const context: Context = { cwd: site, env, goOn, report };
  if (options.python) context.python = options.python;
  await installNodePackages(context);
  await makeVenv(context);
  await installPythonPackages(context);
  const interpreter = await findVenvPython(site, { env });
  report("Generating .djk/ …");
  await options.generate(site, interpreter);
  await migrate(context, interpreter);
  return interpreter;
}

async function installNodePackages({ report, ...step }: Context): Promise<void> {
  const args = ["install", "--no-audit", "--no-fund"];
  await runStep(
    { ...step, title: "Installing the npm packages", command: "npm", args, timeout: 10 * minute },
    report,
  );
}

async function makeVenv(context: Context): Promise<void> {
  const { report, python, ...step } = context;
  const folder = join(step.cwd, ".venv");
  if (await isWholeVenv(folder, step.env)) {
    await findVenvPython(step.cwd, { env: step.env });
    return;
  }
  const { command, args } = await buildVenvCommand(context);
  const title = "Making a virtual environment in .venv";
  await runStep({ ...step, title, command, args: [...args, folder], timeout: 2 * minute }, report);
}

/** A virtual environment whose making was interrupted has an interpreter but no pip; uv's never has one. */
async function isWholeVenv(folder: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const python = join(folder, "bin", "python");
  if (!isExecutable(python)) return false;
  if (findExecutable("uv", env) !== null) return true;
  return (await runCaptured(python, ["-m", "pip", "--version"], { env, timeout: minute })).code === 0;
}

async function buildVenvCommand({ env, python }: Context): Promise<{ command: string; args: string[] }> {
  if (findExecutable("uv", env) === null) {
    const base = await findBasePython({ env, ...(python ? { python } : {}) });
    return { command: base.path, args: ["-m", "venv"] };
  }
  // Without --python uv takes the best it knows and gets one where there is none.
  const base = python ? (await findBasePython({ env, python })).path : `>=${oldestPython}`;
  return { command: "uv", args: ["venv", "--allow-existing", "--python", base] };
}

async function installPythonPackages({ report, python: _, ...step }: Context): Promise<void> {
  const requirements = [await requireWheel(step.cwd), ...(await readDependencies(step.cwd))];
  const interpreter = join(step.cwd, ".venv", "bin", "python");
  const install =
    findExecutable("uv", step.env) === null
      ? { command: interpreter, args: ["-m", "pip", "install", "--no-input", "--disable-pip-version-check"] }
      : { command: "uv", args: ["pip", "install", "--python", interpreter] };
  const args = [...install.args, ...requirements];
  const title = "Installing Django and the Python packages";
  await runStep({ ...step, title, command: install.command, args, timeout: 10 * minute }, report);
}

/** The wheel in the site's own npm package of djk, so that both halves have one version. */
async function requireWheel(site: string): Promise<string> {
  const wheel = await findWheel(join(site, "node_modules", "djk"));
  if (wheel !== null) return wheel;
  throw new ProjectError({
    code: "install-failed",
    severity: "error",
    message: "node_modules/djk does not carry the wheel of its Python package",
    hint: "djk was installed from a folder or an incomplete package: install a packed one, npm install <tarball>",
  });
}

async function migrate({ cwd, env, report }: Context, interpreter: Interpreter): Promise<void> {
  report("Applying the migrations …");
  const { code, stderr } = await runManage(cwd, interpreter, ["migrate", "--noinput"], { env });
  if (code === 0) return;
  report("All but the migrations is done. When what follows is mended: npx djk setup");
  throw new ProjectError(await explainFailure(cwd, interpreter, stderr, env));
}
