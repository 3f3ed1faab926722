import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { benchFolder } from "./paths.js";
import { readCpuSeconds } from "./processTree.js";

const execute = promisify(execFile);
const script = join(benchFolder, "harness/wrk.lua");

/**
 * Loads one URL of a server with so many connections for so many seconds.
 *
 * @returns requests, seconds, errors, latencies in ms (`p50_ms`, `p99_ms`), and `cpu`, seconds that the server used
 */
export async function runWrk(server, path, { connections, seconds }) {
  const before = readCpuSeconds(server);
  const load = ["-t1", `-c${connections}`, `-d${seconds}s`, "--timeout", "10s"];
  const { stdout } = await execute("wrk", [...load, "-s", script, server.url + path]);
  const report = JSON.parse(/^JSON(.*)$/m.exec(stdout)[1]);
  return { ...report, cpu: readCpuSeconds(server) - before };
}
