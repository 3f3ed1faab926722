import { spawn } from "node:child_process";
import { join } from "node:path";
import { announceMigrated } from "../../dev/otherSession.js";
import { ProjectError } from "../../diagnostics/diagnostic.js";
import type { Interpreter } from "../../inspect/interpreter.js";
import { buildPythonEnv } from "../../inspect/manage.js";
import type { CommandCall } from "../command.js";
import { findSite, findSitePython, generateFor } from "../openSite.js";

/** `djk manage …`: Django's own commands, on this terminal, with Django's exit code. */
export async function run(call: CommandCall): Promise<number> {
  const site = await findSite(call.cwd);
  const interpreter = await findSitePython(site, call);
  await generateFor(site, interpreter).catch(keepLastGood);
  const code = await runOnTerminal(site, interpreter, call.args);
  if (call.args[0] === "migrate" && code === 0) await announceMigrated(site);
  return code;
}

function runOnTerminal(site: string, interpreter: Interpreter, args: string[]): Promise<number> {
  const child = spawn(interpreter.path, [join(site, "manage.py"), ...args], {
    cwd: site,
    env: buildPythonEnv(site, process.env),
    stdio: "inherit",
  });
  const passOn = (signal: NodeJS.Signals) => void child.kill(signal);
  // The terminal sends Ctrl-C to both: the child decides what it means.
  process.on("SIGINT", ignoreSignal).on("SIGTERM", passOn);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      process.off("SIGINT", ignoreSignal).off("SIGTERM", passOn);
      resolve(code ?? (signal === "SIGINT" ? 130 : 1));
    });
  });
}

/** An invalid tree is no reason to refuse `manage makemigrations`: Django goes on with what was generated before. */
function keepLastGood(error: unknown): void {
  if (!(error instanceof ProjectError)) throw error;
}

function ignoreSignal(): void {}
