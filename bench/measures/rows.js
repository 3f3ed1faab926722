import { ensureBuilt } from "../harness/build.js";
import { openInProcess } from "../harness/inProcess.js";
import { rotate } from "../harness/interleave.js";
import { log } from "../harness/log.js";
import { Samples } from "../harness/samples.js";
import { startServers, stopServers } from "../harness/servers.js";
import { median, round } from "../harness/statistics.js";
import { loadSystems } from "../harness/systems.js";
import { runWrk } from "../harness/wrk.js";

/** Requests that are answered between two turns. */
const batch = 100;

/**
 * A list from SQLite: `<url>_rps` through gunicorn with wrk (16 connections), and `<url>_us`, microseconds for a
 * request inside the process, each sample the median of a hundred. `urls` names some of them; null is all.
 */
export const rows = {
  name: "rows",
  needs: ["wrk"],
  only: ["djk-rows", "django-rows"],
  defaults: { reps: 5, seconds: 3, rounds: 20, urls: null },
  sites: (names) => names.map((name) => ({ name, pages: 0 })),
  run,
};

async function run(names, { reps, seconds, rounds, urls }) {
  const samples = new Samples();
  const loaded = await ensureBuilt(await loadSystems(names));
  const systems = loaded.map((system) => ({ ...system, urls: chooseUrls(system.urls, urls) }));
  await askInTurns(systems, rounds, samples);
  const servers = await startServers(systems);
  for (let turn = 0; turn <= reps; turn++) {
    await loadInTurns(rotate(servers, turn), seconds, turn === 0 ? null : samples);
  }
  await stopServers(servers);
  return samples.data();
}

async function askInTurns(systems, rounds, samples) {
  const processes = systems.map((system) => ({ system, ...openInProcess(system) }));
  for (let turn = 0; turn <= rounds; turn++) {
    for (const key of listUrls(systems)) {
      for (const { system, ask } of rotate(processes, turn)) {
        if (!system.urls[key]) continue;
        const { times, bytes } = await ask(system.urls[key], batch);
        if (turn === 0)
          samples.add(system.name, `${key}_bytes`, bytes); // warms up
        else samples.add(system.name, `${key}_us`, median(times) / 1000);
      }
    }
  }
  for (const { end } of processes) end();
}

async function loadInTurns(servers, seconds, samples) {
  for (const key of listUrls(servers.map((server) => server.system))) {
    for (const server of servers.filter(({ system }) => system.urls[key])) {
      const { system } = server;
      const result = await runWrk(server, system.urls[key], { connections: 16, seconds });
      const rate = result.requests / result.seconds;
      if (result.errors > 0) throw new Error(`${system.name} ${key}: ${result.errors} errors`);
      samples?.add(system.name, `${key}_rps`, rate);
      log(`rows ${system.name} ${key}: ${round(rate, 0)}/s`);
    }
  }
}

function chooseUrls(urls, chosen) {
  const entries = Object.entries(urls).filter(([key]) => chosen === null || chosen.includes(key));
  return Object.fromEntries(entries);
}

function listUrls(systems) {
  return [...new Set(systems.flatMap((system) => Object.keys(system.urls)))];
}
