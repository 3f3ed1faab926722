import { ensureBuilt } from "../harness/build.js";
import { sleep } from "../harness/clock.js";
import { interleave } from "../harness/interleave.js";
import { log } from "../harness/log.js";
import { readMemory } from "../harness/processTree.js";
import { Samples } from "../harness/samples.js";
import { startServer, waitForAnswer } from "../harness/servers.js";
import { loadSystems } from "../harness/systems.js";
import { runWrk } from "../harness/wrk.js";

/** Memory of the production server's processes, idle and after load on the three pages, and its start. */
export const memory = {
  name: "memory",
  needs: ["wrk"],
  defaults: { reps: 2, seconds: 3 },
  sites: (names) => names.map((name) => ({ name, pages: 0 })),
  run,
};

async function run(names, { reps, seconds }) {
  const samples = new Samples();
  const systems = await ensureBuilt(await loadSystems(names));
  await interleave(systems, reps, async (system) => {
    const server = startServer(system, "start");
    try {
      samples.add(system.name, "start_ms", await waitForAnswer(server));
      await sleep(3000);
      addMemory(samples, system, "idle", readMemory(server));
      for (const path of Object.values(system.urls)) await runWrk(server, path, { connections: 16, seconds });
      await sleep(1000);
      addMemory(samples, system, "loaded", readMemory(server));
      log(`memory ${system.name}`);
    } finally {
      await server.stop();
    }
  });
  return samples.data();
}

function addMemory(samples, { name }, when, { rss, pss, processes }) {
  samples.add(name, `${when}_rss_mb`, rss);
  samples.add(name, `${when}_pss_mb`, pss);
  samples.add(name, `${when}_processes`, processes);
}
