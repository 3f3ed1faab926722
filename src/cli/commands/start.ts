import { ProjectError } from "../../diagnostics/diagnostic.js";
import { Interrupted } from "../../process/runCaptured.js";
import { startSite } from "../../start/startSite.js";
import { choosePort } from "../choosePort.js";
import { type CommandCall, exitCode } from "../command.js";
import { findSite, findSitePython } from "../openSite.js";
import { waitForEnd } from "../waitForEnd.js";

const defaultWorkers = "2";

/** `djk start`: `dist/` served here, supervised, until Ctrl-C. */
export async function run(call: CommandCall): Promise<number> {
  const { migrate, local, workers } = call.options;
  const interrupted = waitForEnd();
  const stop = new AbortController();
  void interrupted.then((signal) => stop.abort(new Interrupted(signal)));
  const site = await findSite(call.cwd);
  const host = typeof call.options.host === "string" ? call.options.host : "127.0.0.1";
  const running = await startSite({
    site,
    interpreter: await findSitePython(site, call),
    host,
    port: await choosePort(call.options.port, host),
    workers: parseWorkers(typeof workers === "string" ? workers : defaultWorkers),
    migrate: migrate === true,
    local: local === true,
    signal: stop.signal,
    print: call.terminal.err,
  });
  call.terminal.out(`serving dist/ at ${running.url}`);
  if (local)
    call.terminal.err("--local: a throw-away key, hosts of this machine, no TLS. Not for the open network.");
  const signal = await Promise.race([interrupted, running.ended]);
  await running.end();
  return signal === "SIGINT" ? exitCode.interrupt : exitCode.ok;
}

function parseWorkers(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new ProjectError({
    code: "workers-invalid",
    severity: "error",
    message: `--workers ${text} is not a number of processes`,
    hint: "use a number from 1 to 999; twice the number of cores is a good start",
  });
}
