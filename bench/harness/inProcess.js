import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { buildEnvironment } from "./commands.js";
import { benchFolder } from "./paths.js";
import { describeContext } from "./systems.js";

/**
 * Loads a Django site's WSGI application into a process that answers requests in it, without server and sockets.
 *
 * @returns `ask(path, count)` gives `{ times, bytes }`, nanoseconds of each request and the length of a body; `end()`
 */
export function openInProcess(system) {
  const { argv, cwd, env } = system.python(describeContext(system));
  const child = spawn(argv[0], [...argv.slice(1), join(benchFolder, "harness/inProcess.py")], {
    cwd,
    env: buildEnvironment(system, { PYTHONPATH: cwd, ...env }),
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (path, count) => {
    child.stdin.write(`${path} ${count}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`${system.name}: the process that answers ${path} has ended`);
    return JSON.parse(value);
  };
  return { ask, end: () => child.stdin.end() };
}
