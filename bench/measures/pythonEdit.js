import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { now, sleep } from "../harness/clock.js";
import { interleave } from "../harness/interleave.js";
import { log } from "../harness/log.js";
import { Samples } from "../harness/samples.js";
import { fetchText, startServers, stopServers } from "../harness/servers.js";
import { round } from "../harness/statistics.js";
import { loadSystems } from "../harness/systems.js";

const patience = 30_000;

/** Long enough for the mtime of the next edit to differ, and for a reloader that polls each second to be anywhere. */
const pause = () => 500 + Math.random() * 1000;

/** From writing a Python file to an answer of the development server that says the new text (`fresh_ms`). */
export const pythonEdit = {
  name: "pythonEdit",
  needs: [],
  only: ["djk", "django"],
  defaults: { reps: 10 },
  sites: (names) => names.map((name) => ({ name, pages: 0 })),
  run,
};

async function run(names, { reps }) {
  const samples = new Samples();
  const systems = await loadSystems(names);
  const servers = await startServers(systems, "dev");
  const edits = servers.map(describeEdit);
  try {
    for (const edit of edits) await fetchText(edit.url);
    await sleep(2000);
    await interleave(edits, reps + 1, async (edit, round) => {
      await sleep(pause());
      const time = await timeEdit(edit, `Edit ${round + 1}`);
      if (round > 0) report(samples, edit, time); // round 0 warms up
    });
  } finally {
    for (const { file, text } of edits) writeFileSync(file, text);
    await stopServers(servers);
  }
  return samples.data();
}

function describeEdit(server) {
  const { system } = server;
  const { path, file, text: wanted } = system.pythonEdit;
  const absolute = join(system.folder, file);
  return {
    name: system.name,
    url: server.url + path,
    file: absolute,
    text: readFileSync(absolute, "utf8"),
    replaced: wanted,
  };
}

async function timeEdit({ file, text, replaced, url }, wanted) {
  const changed = text.replace(replaced, wanted);
  if (changed === text) throw new Error(`${file} does not say "${replaced}"`);
  const started = now();
  writeFileSync(file, changed);
  while (now() - started < patience) {
    const body = await fetchText(url, patience);
    if (body?.includes(wanted)) return now() - started;
    await sleep(5);
  }
  throw new Error(`no fresh answer within ${patience} ms`);
}

function report(samples, { name }, time) {
  samples.add(name, "fresh_ms", time);
  log(`pythonEdit ${name}: ${round(time)} ms`);
}
