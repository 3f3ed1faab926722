import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, join, relative } from "node:path";
import { type Diagnostic, ProjectError } from "../diagnostics/diagnostic.js";
import { runCaptured } from "../process/runCaptured.js";
import { findExecutable, isExecutable } from "./findExecutable.js";
import { type PythonFacts, probePython } from "./probePython.js";
import {
  formatNewerPython,
  formatPackageInstall,
  formatPythonInstall,
  type HasProgram,
  isOlder,
  oldestDjango,
  oldestPython,
} from "./pythonAdvice.js";

/** A Python that djk can use. */
export interface Interpreter extends PythonFacts {
  /** How it was found, for people: `--python`, `.venv`, `VIRTUAL_ENV`, `python3 on PATH`. */
  source: string;
}

export interface InterpreterOptions {
  /** What `--python` named: a path or a name on `PATH`. */
  python?: string;
  /** The environment to read and to hand on; this process's own without it. */
  env?: NodeJS.ProcessEnv;
  /** The version that the Python package `djk` must have; unchecked without. */
  runtimeVersion?: string;
  /** Limit for each question to an interpreter, in milliseconds. */
  timeout?: number;
}

interface Candidate {
  command: string;
  source: string;
  /** Its problem is the answer: the user chose it, so no other may take its place. */
  chosen: boolean;
}

interface Search {
  env: NodeJS.ProcessEnv;
  timeout: number;
  has: HasProgram;
  /** What is wrong with an interpreter for the purpose at hand, null when it will do. */
  judge: (found: Interpreter) => Diagnostic | null;
}

/**
 * Finds the Python that runs a site.
 *
 * In this order: `--python`, `DJK_PYTHON`, the site's `.venv`, `VIRTUAL_ENV`, uv's and poetry's environments, then the
 * interpreters on `PATH`. One that the user named or that belongs to the site must do; of the others the first that
 * has Django is taken.
 *
 * @param site absolute path of the folder that holds `djk.toml`
 * @throws ProjectError `python-missing`, `python-too-old`, `django-missing`, `django-too-old`, `runtime-missing`,
 *   `runtime-version-mismatch`, with the command that repairs it
 */
export async function findInterpreter(site: string, options: InterpreterOptions = {}): Promise<Interpreter> {
  const search = openSearch(options, (found, has) =>
    findSiteProblem(found, site, options.runtimeVersion, has),
  );
  const named = listNamed(options.python, search.env);
  if (named.length > 0) return findFirst(named, search);
  return findFirst(await listForSite(site, search), search);
}

/**
 * Finds a Python to make a virtual environment with: `--python`, then the interpreters on `PATH`.
 *
 * @throws ProjectError `python-missing`, `python-too-old`
 */
export async function findBasePython(options: InterpreterOptions = {}): Promise<Interpreter> {
  const search = openSearch(options, findAgeProblem);
  const { python } = options;
  return findFirst(python ? [nameCandidate(python, "--python")] : listOnPath(search.env), search);
}

/**
 * Looks at the Python of the site's own `.venv`, which need not have Django yet.
 *
 * @throws ProjectError `python-missing`, `python-too-old`
 */
export async function findVenvPython(site: string, options: InterpreterOptions = {}): Promise<Interpreter> {
  return findFirst([nameVenv(site)], openSearch(options, findAgeProblem));
}

function openSearch(
  options: InterpreterOptions,
  judge: (found: Interpreter, has: HasProgram) => Diagnostic | null,
): Search {
  const env = options.env ?? process.env;
  const has = (name: string) => findExecutable(name, env) !== null;
  return { env, timeout: options.timeout ?? 10_000, has, judge: (found) => judge(found, has) };
}

function listNamed(python: string | undefined, env: NodeJS.ProcessEnv): Candidate[] {
  if (python) return [nameCandidate(python, "--python")];
  return env.DJK_PYTHON ? [nameCandidate(env.DJK_PYTHON, "DJK_PYTHON")] : [];
}

function nameVenv(site: string): Candidate {
  return nameCandidate(pythonOf(join(site, ".venv")), ".venv");
}

function nameCandidate(command: string, source: string): Candidate {
  return { command, source, chosen: true };
}

async function listForSite(site: string, { env, timeout }: Search): Promise<Candidate[]> {
  if (existsSync(join(site, ".venv"))) return [nameVenv(site)];
  const uv = env.UV_PROJECT_ENVIRONMENT;
  const folders: [folder: string | undefined, source: string][] = [
    [env.VIRTUAL_ENV, "VIRTUAL_ENV"],
    [uv && (isAbsolute(uv) ? uv : join(site, uv)), "UV_PROJECT_ENVIRONMENT"],
    [await findPoetryFolder(site, env, timeout), "poetry"],
  ];
  const environments = folders.flatMap(([folder, source]): Candidate[] =>
    folder && isExecutable(pythonOf(folder)) ? [{ command: pythonOf(folder), source, chosen: false }] : [],
  );
  return [...environments, ...listOnPath(env)];
}

function pythonOf(folder: string): string {
  return join(folder, "bin", "python");
}

async function findPoetryFolder(
  site: string,
  env: NodeJS.ProcessEnv,
  timeout: number,
): Promise<string | undefined> {
  const poetry = findExecutable("poetry", env);
  if (poetry === null || !usesPoetry(site)) return undefined;
  const { code, stdout } = await runCaptured(poetry, ["env", "info", "--path"], { cwd: site, env, timeout });
  return code === 0 ? stdout.trim() : undefined;
}

function usesPoetry(site: string): boolean {
  if (existsSync(join(site, "poetry.lock"))) return true;
  const pyproject = join(site, "pyproject.toml");
  return existsSync(pyproject) && /^\[tool\.poetry\]/m.test(readFileSync(pyproject, "utf8"));
}

const namesOnPath = [
  "python3",
  "python3.14",
  "python3.13",
  "python3.12",
  "python3.11",
  "python3.10",
  "python",
];

function listOnPath(env: NodeJS.ProcessEnv): Candidate[] {
  return namesOnPath.flatMap((name): Candidate[] => {
    const command = findExecutable(name, env);
    return command === null ? [] : [{ command, source: `${name} on PATH`, chosen: false }];
  });
}

/** The first candidate that will do; otherwise throws the problem of the one that came nearest. */
async function findFirst(candidates: Candidate[], search: Search): Promise<Interpreter> {
  const problems: Diagnostic[] = [];
  for (const candidate of candidates) {
    const facts = await probePython(candidate.command, search.env, search.timeout);
    if (typeof facts === "string") {
      if (candidate.chosen) throw new ProjectError(describeBroken(candidate, facts, search.has));
      continue; // a pyenv shim without a version behind it, for one
    }
    const found = { ...facts, source: candidate.source };
    const problem = search.judge(found);
    if (problem === null) return found;
    problems.push(problem);
  }
  throw new ProjectError(findNearest(problems) ?? describeMissing(search.has));
}

/** From far to near: what has Django in the wrong version is nearer than what has none. */
const distances: Diagnostic["code"][] = [
  "python-too-old",
  "django-missing",
  "django-too-old",
  "runtime-missing",
  "runtime-version-mismatch",
];

function findNearest(problems: Diagnostic[]): Diagnostic | undefined {
  const rank = (problem: Diagnostic) => distances.indexOf(problem.code);
  const best = Math.max(...problems.map(rank));
  return problems.find((problem) => rank(problem) === best);
}

function findSiteProblem(
  found: Interpreter,
  site: string,
  runtimeVersion: string | undefined,
  has: HasProgram,
): Diagnostic | null {
  const age = findAgeProblem(found, has);
  if (age) return age;
  const where = describeInterpreter(found, site);
  const repair = (requirement: string) =>
    found.source === "--python" || found.source === "DJK_PYTHON"
      ? formatPackageInstall(has, found.path, requirement)
      : "npx djk setup";
  if (found.django === null)
    return problem(
      "django-missing",
      `Django is not installed in ${where}`,
      repair(`django>=${oldestDjango}`),
    );
  if (isOlder(found.django, oldestDjango)) {
    const message = `Django ${found.django} in ${where} is too old: djk needs ${oldestDjango} or newer`;
    const command = formatPackageInstall(has, relativeTo(site, found.path), `django>=${oldestDjango}`);
    return problem("django-too-old", message, command);
  }
  return runtimeVersion === undefined ? null : findRuntimeProblem(found, where, runtimeVersion);
}

function findRuntimeProblem(found: Interpreter, where: string, wanted: string): Diagnostic | null {
  if (found.djk === null)
    return problem(
      "runtime-missing",
      `the Python package djk ${wanted} is not installed in ${where}`,
      "npx djk setup",
    );
  if (found.djk === wanted) return null;
  const message = `the npm package djk is ${wanted}, but the Python package djk in ${where} is ${found.djk}`;
  return problem("runtime-version-mismatch", message, "npx djk setup");
}

const renewVenv = "rm -r .venv && npx djk setup";

function findAgeProblem(found: Interpreter, has: HasProgram): Diagnostic | null {
  if (!isOlder(found.version, oldestPython)) return null;
  const message = `Python ${found.version} (${found.path}, ${found.source}) is too old: djk needs ${oldestPython} or newer`;
  return problem("python-too-old", message, found.source === ".venv" ? renewVenv : formatNewerPython(has));
}

function describeBroken({ command, source }: Candidate, reason: string, has: HasProgram): Diagnostic {
  const message = `the Python of ${source} (${command}) does not work: ${reason}`;
  return source === ".venv"
    ? problem("python-missing", message, renewVenv)
    : problem(
        "python-missing",
        message,
        `name a Python that works, or get one: ${formatPythonInstall(has)}`,
        false,
      );
}

function describeMissing(has: HasProgram): Diagnostic {
  return problem("python-missing", "there is no Python 3 on this machine's PATH", formatPythonInstall(has));
}

function describeInterpreter(found: Interpreter, site: string): string {
  return `${relativeTo(site, found.path)} (Python ${found.version}, ${found.source})`;
}

function relativeTo(site: string, path: string): string {
  const below = relative(site, path);
  return below.startsWith("..") ? path : below;
}

function problem(code: Diagnostic["code"], message: string, command: string, isCommand = true): Diagnostic {
  return { code, severity: "error", message, hint: isCommand ? `run: ${command}` : command };
}
