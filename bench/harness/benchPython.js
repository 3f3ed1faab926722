import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { log } from "./log.js";
import { benchFolder, projectFolder, toolsFolder } from "./paths.js";

const execute = promisify(execFile);

/** Runs a Python file of `bench/micro` with djk and these packages, and parses the JSON that it prints. */
export async function runPython(file, args, requirements) {
  const python = await preparePython(file, requirements);
  const env = { ...process.env, PYTHONPATH: join(projectFolder, "python/src") };
  const { stdout } = await execute(python, [join(benchFolder, "micro", file), ...args], { env });
  return JSON.parse(stdout);
}

/** An environment of its own below bench/tools. */
async function preparePython(file, requirements) {
  const folder = join(toolsFolder, `${file.replace(".py", "")}-venv`);
  const python = join(folder, "bin/python");
  if (!existsSync(python)) {
    log("installing", requirements.join(", "));
    await execute("python3", ["-m", "venv", folder]);
  }
  await execute(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...requirements]);
  return python;
}
