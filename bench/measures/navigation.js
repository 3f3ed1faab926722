import { launchBrowser, withPage } from "../harness/browser.js";
import { ensureBuilt } from "../harness/build.js";
import { interleave } from "../harness/interleave.js";
import { log } from "../harness/log.js";
import { Samples } from "../harness/samples.js";
import { startServers, stopServers } from "../harness/servers.js";
import { loadSystems } from "../harness/systems.js";

const journeys = [
  { key: "home_to_list_ms", from: "/", link: "#nav-posts", target: "#post-list li:nth-child(100)" },
  { key: "list_to_detail_ms", from: "/posts", link: "#post-list li:nth-child(3) a", target: "#post p" },
];

/**
 * From the click on a link to the target in the DOM, in the production site. Each in a context of its own after the
 * network was quiet, so what a system prefetches by default has arrived.
 */
export const navigation = {
  name: "navigation",
  needs: ["chromium"],
  defaults: { reps: 10 },
  sites: (names) => names.map((name) => ({ name, pages: 0 })),
  run,
};

async function run(names, { reps }) {
  const samples = new Samples();
  const browser = await launchBrowser();
  const servers = await startServers(await ensureBuilt(await loadSystems(names)));
  const named = servers.map((server) => ({ name: server.system.name, server }));
  await interleave(named, reps + 1, async ({ name, server }, round) => {
    for (const journey of journeys) {
      const time = await timeJourney(browser, server, journey);
      if (round > 0) samples.add(name, journey.key, time); // round 0 warms up
    }
    log(`navigation ${name}`);
  });
  await stopServers(servers);
  await browser.close();
  return samples.data();
}

function timeJourney(browser, { url }, { from, link, target }) {
  const travel = async (page) => {
    await page.goto(url + from, { waitUntil: "networkidle" });
    await page.waitForSelector(link);
    await page.evaluate(({ link, target }) => globalThis.travel(link, target), { link, target });
    await page.waitForSelector(target);
    await page.waitForFunction(() => sessionStorage.arrived !== undefined);
    return page.evaluate(() => sessionStorage.arrived - sessionStorage.left);
  };
  return withPage(browser, travel, { script: stopwatch });
}

/** Runs in the page. The times wait in sessionStorage, because some systems load a new document. */
const stopwatch = `
globalThis.clock = () => performance.timeOrigin + performance.now();
globalThis.travel = (link, target) => {
  sessionStorage.target = target;
  sessionStorage.left = clock();
  document.querySelector(link).click();
};
new MutationObserver(() => {
  const { left, arrived, target } = sessionStorage;
  if (left && !arrived && document.querySelector(target)) sessionStorage.arrived = clock();
}).observe(document, { subtree: true, childList: true });`;
