import { launchBrowser, waitForCounter, withPage } from "../harness/browser.js";
import { now } from "../harness/clock.js";
import { interleave } from "../harness/interleave.js";
import { log } from "../harness/log.js";
import { Samples } from "../harness/samples.js";
import { fetchText, startServer, waitForAnswer } from "../harness/servers.js";
import { round } from "../harness/statistics.js";
import { loadSystems, removeGenerated } from "../harness/systems.js";

/**
 * Start of the development server in a new process: to the first 200 of `/`, and to a post's counter that answers a
 * click in Chromium. Cold is without caches, warm with those of the start before.
 */
export const dev = {
  name: "dev",
  needs: ["chromium"],
  defaults: { reps: 3 },
  sites: (names) => names.map((name) => ({ name, pages: 0 })),
  run,
};

async function run(names, { reps }) {
  const samples = new Samples();
  const browser = await launchBrowser();
  await interleave(await loadSystems(names), reps, async (system) => {
    removeGenerated(system);
    await sampleStart(browser, system, "cold", samples);
    await sampleStart(browser, system, "warm", samples);
  });
  await browser.close();
  return samples.data();
}

async function sampleStart(browser, system, kind, samples) {
  const add = (key, value) => samples.add(system.name, `${kind}_${key}`, value);
  const server = startServer(system, "dev");
  try {
    const first = await waitForAnswer(server);
    add("first_response_ms", first);
    await withPage(browser, async (page) => {
      await page.goto(server.url + system.urls.detail, { waitUntil: "commit", timeout: 120_000 });
      await waitForCounter(page);
      add("interactive_ms", now() - server.started);
    });
    const second = now();
    await fetchText(server.url + system.urls.list);
    add("second_route_ms", now() - second);
    log(`dev ${system.name} ${kind}: ${round(first, 0)} ms`);
  } finally {
    await server.stop();
  }
}
