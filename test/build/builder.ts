import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { bundleProgram } from "../process/bundleProgram.js";
import { listTree } from "./folder.js";

const repository = join(import.meta.dirname, "../..");

/** How a build in a process of its own ended. */
export interface Outcome {
  build: string | null;
  diagnostics: Diagnostic[];
  /** What it printed besides: nothing, unless djk has failed. */
  stderr: string;
}

/** `export buildOnce(site, python)`, for programs that are bundled. */
export const buildOnce = `
import { buildSite } from "./src/build/buildSite.ts";
import { ProjectError } from "./src/diagnostics/diagnostic.ts";
import { findInterpreter } from "./src/inspect/interpreter.ts";
import { readConverters } from "./src/inspect/readConverters.ts";
import { generateSettingsOnly } from "./src/project/generateProject.ts";
import { loadProject } from "./src/project/loadProject.ts";

async function buildOnce(site, python) {
  const interpreter = await findInterpreter(site, { python });
  const load = () => loadProject(site, (config, modules) =>
    readConverters(site, interpreter, generateSettingsOnly(config, modules)));
  try {
    const { build } = await buildSite({ site, interpreter, load, onStep: () => {} });
    return { build, diagnostics: [] };
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error;
    return { build: null, diagnostics: error.diagnostics };
  }
}
`;

/** Writes a program into a folder from which it finds djk's packages. */
export async function writeProgram(folder: string, code: string): Promise<string> {
  await symlink(join(repository, "node_modules"), join(folder, "node_modules"));
  return bundleProgram(folder, code, "external");
}

/** The program that builds the site it is given. */
export function writeBuilder(folder: string): Promise<string> {
  return writeProgram(
    folder,
    `${buildOnce}
console.log(JSON.stringify(await buildOnce(...process.argv.slice(2))));`,
  );
}

export function spawnPython(command: string, args: string[]): ChildProcess {
  const env = { ...process.env, PYTHONPATH: join(repository, "python/src") };
  return spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
}

/** What a program printed as its one line of JSON, and what it printed to stderr. */
export async function readOutcome<T>(child: ChildProcess): Promise<T & { stderr: string }> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (text) => {
    stdout += text;
  });
  child.stderr?.on("data", (text) => {
    stderr += text;
  });
  await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (stdout.trim() === "") throw new Error(`the program printed no result:\n${stderr}`);
  return { ...JSON.parse(stdout), stderr };
}

/** Every file below a folder with its content, as one text. */
export async function hashTree(folder: string): Promise<string> {
  const hash = createHash("sha256");
  for (const path of await listTree(folder))
    hash.update(`${path}\n`).update(await readFile(join(folder, path)));
  return hash.digest("hex");
}

/** What builds have left in a site: entries of `.djk/build`, and temporary files. */
export async function listLeftovers(site: string): Promise<string[]> {
  const aside = await readdir(join(site, ".djk/build")).catch(() => []);
  const temporary = (await listTree(join(site, ".djk"))).filter((path) => path.endsWith(".tmp"));
  return [...aside, ...temporary];
}
