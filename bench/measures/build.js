import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSite, hasBuild } from "../harness/build.js";
import { interleave } from "../harness/interleave.js";
import { log } from "../harness/log.js";
import { Samples } from "../harness/samples.js";
import { round } from "../harness/statistics.js";
import { loadSystems, removeGenerated } from "../harness/systems.js";

/** Production builds: without caches, again with nothing changed, and after an edit of one page. */
export const build = {
  name: "build",
  needs: [],
  defaults: { reps: 3 },
  sites: (names) => names.map((name) => ({ name, pages: 0 })),
  run,
};

async function run(names, { reps }) {
  const samples = new Samples();
  const systems = (await loadSystems(names)).filter(hasBuild);
  await interleave(systems, reps, async (system, turn) => {
    removeGenerated(system);
    const cold = await buildSite(system);
    samples.add(system.name, "cold_ms", cold);
    samples.add(system.name, "warm_ms", await buildSite(system));
    samples.add(system.name, "edited_ms", await buildEdited(system, turn));
    log(`build ${system.name}: ${round(cold, 0)} ms cold`);
  });
  return samples.data();
}

async function buildEdited(system, turn) {
  const file = join(system.folder, system.edits.page);
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace("says hello", `says hello ${turn}`));
  try {
    return await buildSite(system);
  } finally {
    writeFileSync(file, text);
  }
}
