import { launchBrowser, withPage } from "../harness/browser.js";
import { ensureBuilt } from "../harness/build.js";
import { sleep } from "../harness/clock.js";
import { interleave } from "../harness/interleave.js";
import { log } from "../harness/log.js";
import { weighPage } from "../harness/pageWeight.js";
import { Samples } from "../harness/samples.js";
import { startServers, stopServers } from "../harness/servers.js";
import { loadSystems } from "../harness/systems.js";

/**
 * First load of the production site in Chromium with an empty cache: bytes and requests until the network is quiet,
 * first and largest contentful paint, and a counter that answers; as it is, and as Lighthouse's slow phone.
 */
export const firstLoad = {
  name: "firstLoad",
  needs: ["chromium"],
  defaults: { reps: 5 },
  sites: (names) => names.map((name) => ({ name, pages: 0 })),
  run,
};

async function run(names, { reps }) {
  const samples = new Samples();
  const browser = await launchBrowser();
  const servers = await startServers(await ensureBuilt(await loadSystems(names)));
  for (const server of servers) await weighPages(browser, server, samples);
  const named = servers.map((server) => ({ name: server.system.name, server }));
  for (const slow of [false, true]) {
    await interleave(named, reps, async ({ name, server }) => {
      await samplePaint(browser, server, { page: "home", slow }, samples);
      await samplePaint(browser, server, { page: "detail", slow }, samples);
      log(`firstLoad ${name}${slow ? " slow" : ""}`);
    });
  }
  await stopServers(servers);
  await browser.close();
  return samples.data();
}

async function weighPages(browser, { system, url }, samples) {
  for (const [page, path] of Object.entries(system.urls)) {
    const weight = await weighPage(browser, url + path);
    for (const [key, value] of Object.entries(weight)) samples.add(system.name, `${page}_${key}`, value);
  }
}

async function samplePaint(browser, { system, url }, { page: name, slow }, samples) {
  const times = await withPage(
    browser,
    async (page) => {
      await page.goto(url + system.urls[name], { waitUntil: "networkidle" });
      await sleep(200);
      return page.evaluate(readTimes, name === "detail");
    },
    { script: observer, slow },
  );
  const prefix = slow ? `${name}_slow` : name;
  for (const [key, value] of Object.entries(times)) samples.add(system.name, `${prefix}_${key}_ms`, value);
}

/** Runs in the page before its own scripts: notes the largest paint, and clicks the counter until it answers. */
const observer = `
globalThis.largestPaint = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) globalThis.largestPaint = entry.startTime;
}).observe({ type: "largest-contentful-paint", buffered: true });
globalThis.interactive = new Promise((resolve) => {
  const timer = setInterval(() => {
    const counter = document.querySelector("#counter");
    if (counter === null) return;
    if (counter.textContent === "Count: 0") return counter.click();
    clearInterval(timer);
    resolve(performance.now());
  }, 5);
});`;

/** Runs in the page. */
async function readTimes(hasCounter) {
  const [first] = performance.getEntriesByName("first-contentful-paint");
  const times = { fcp: first.startTime, lcp: globalThis.largestPaint };
  return hasCounter ? { ...times, interactive: await globalThis.interactive } : times;
}
