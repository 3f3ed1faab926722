import { formatPageName } from "../content/posts.js";
import { launchBrowser, waitForCounter, withPage } from "../harness/browser.js";
import { buildSite, hasBuild } from "../harness/build.js";
import { now } from "../harness/clock.js";
import { interleave } from "../harness/interleave.js";
import { log } from "../harness/log.js";
import { weighPage } from "../harness/pageWeight.js";
import { Samples } from "../harness/samples.js";
import { startServer, waitForAnswer } from "../harness/servers.js";
import { round } from "../harness/statistics.js";
import { loadSystems, removeGenerated } from "../harness/systems.js";

/**
 * Build, start and first load of the site with more and more pages, everything cold. `reps` is a number, or one for
 * each number of pages.
 */
export const scale = {
  name: "scale",
  needs: ["chromium"],
  defaults: { reps: 1, pages: [10, 100, 1000] },
  sites: (names, { pages }) => names.flatMap((name) => pages.map((count) => ({ name, pages: count }))),
  run,
};

async function run(names, { reps, pages }) {
  const samples = new Samples();
  const browser = await launchBrowser();
  for (const count of pages) {
    const add = (system, key, value) => samples.add(system.name, `n${count}_${key}`, value);
    await interleave(await loadSystems(names, count), reps[count] ?? reps, async (system, round) => {
      await sampleBuild(system, add);
      if (round === 0) await sampleProduction(browser, system, add);
      await sampleDev(browser, system, add);
    });
  }
  await browser.close();
  return samples.data();
}

async function sampleBuild(system, add) {
  removeGenerated(system);
  if (!hasBuild(system)) return;
  const time = await buildSite(system);
  add(system, "build_ms", time);
  log(`scale ${system.name} n${system.pages}: built in ${round(time, 0)} ms`);
}

async function sampleProduction(browser, system, add) {
  const server = startServer(system, "start");
  try {
    add(system, "start_ms", await waitForAnswer(server));
    for (const [name, path] of Object.entries(system.urls)) {
      const weight = await weighPage(browser, server.url + path);
      for (const [key, value] of Object.entries(weight)) add(system, `${name}_${key}`, value);
    }
  } finally {
    await server.stop();
  }
}

/** The first answer of `/`; then a page's counter that answers in the browser; then the last page's answer. */
async function sampleDev(browser, system, add) {
  removeGenerated(system);
  const server = startServer(system, "dev");
  try {
    const first = await waitForAnswer(server);
    add(system, "dev_first_ms", first);
    await withPage(browser, async (page) => {
      await page.goto(server.url + system.urls.detail, { waitUntil: "commit", timeout: 120_000 });
      await waitForCounter(page);
      add(system, "dev_interactive_ms", now() - server.started);
    });
    if (system.pages > 0) add(system, "dev_last_page_ms", await timeLastPage(server));
    log(`scale ${system.name} n${system.pages}: dev answers after ${round(first, 0)} ms`);
  } finally {
    await server.stop();
  }
}

async function timeLastPage(server) {
  const started = now();
  await waitForAnswer(server, `/p/${formatPageName(server.system.pages - 1)}`);
  return now() - started;
}
