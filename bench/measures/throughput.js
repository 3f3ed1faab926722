import { ensureBuilt } from "../harness/build.js";
import { rotate } from "../harness/interleave.js";
import { log } from "../harness/log.js";
import { Samples } from "../harness/samples.js";
import { startServers, stopServers } from "../harness/servers.js";
import { round } from "../harness/statistics.js";
import { loadSystems } from "../harness/systems.js";
import { runWrk } from "../harness/wrk.js";

/**
 * Requests per second and latency of the production servers, from wrk. All servers are up at once; for each page and
 * number of connections every system has its turn, so pairs are seconds apart.
 */
export const throughput = {
  name: "throughput",
  needs: ["wrk"],
  defaults: { reps: 3, seconds: 3, connections: [1, 16, 64] },
  sites: (names) => names.map((name) => ({ name, pages: 0 })),
  run,
};

async function run(names, { reps, seconds, connections }) {
  const samples = new Samples();
  const systems = await ensureBuilt(await loadSystems(names));
  const servers = await startServers(systems);
  await warmUp(servers, seconds);
  for (let round = 0; round < reps; round++) {
    for (const count of connections) {
      for (const page of Object.keys(systems[0].urls)) {
        const load = { page, connections: count, seconds };
        for (const server of rotate(servers, round)) await sample(samples, server, load);
      }
    }
  }
  await stopServers(servers);
  return samples.data();
}

/** Until the JIT has seen every page. */
async function warmUp(servers, seconds) {
  for (const server of servers) {
    for (const path of Object.values(server.system.urls))
      await runWrk(server, path, { connections: 16, seconds });
  }
}

async function sample(samples, server, { page, connections, seconds }) {
  const { name, urls } = server.system;
  const result = await runWrk(server, urls[page], { connections, seconds });
  const add = (key, value) => samples.add(name, `${page}_c${connections}_${key}`, value);
  const rate = result.requests / result.seconds;
  add("rps", rate);
  add("p50_ms", result.p50_ms);
  add("p99_ms", result.p99_ms);
  if (result.cpu > 0) add("requests_per_cpu_s", result.requests / result.cpu);
  if (result.errors > 0) add("errors", result.errors);
  log(`throughput ${name} ${page}, ${connections} connections: ${round(rate, 0)}/s`);
}
