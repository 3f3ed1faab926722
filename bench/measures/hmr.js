import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mark } from "../content/markup.js";
import { launchBrowser } from "../harness/browser.js";
import { now, sleep } from "../harness/clock.js";
import { rotate } from "../harness/interleave.js";
import { log } from "../harness/log.js";
import { Samples } from "../harness/samples.js";
import { startServers, stopServers } from "../harness/servers.js";
import { round } from "../harness/statistics.js";
import { loadSystems } from "../harness/systems.js";

const patience = 15_000;

/**
 * From writing a source file to its new text in the page: for the route file of `/` (`page_ms`) and for the counter
 * component (`component_ms`), and whether the counter keeps its state. Systems without hot updates reload.
 */
export const hmr = {
  name: "hmr",
  needs: ["chromium"],
  defaults: { reps: 10 },
  sites: (names) => names.map((name) => ({ name, pages: 0 })),
  run,
};

async function run(names, { reps }) {
  const samples = new Samples();
  const servers = await startServers(await loadSystems(names), "dev");
  const browser = await launchBrowser();
  for (const kind of ["page", "component"]) await editInTurns(browser, servers, kind, reps, samples);
  await browser.close();
  await stopServers(servers);
  return samples.data();
}

async function editInTurns(browser, servers, kind, reps, samples) {
  const edits = [];
  for (const server of servers) edits.push(await openPage(browser, server, kind));
  for (let round = 0; round <= reps; round++) {
    for (const edit of rotate(edits, round)) {
      const time = await timeEdit(edit, `bench-v${round + 1}`).catch((error) => report(edit, error));
      if (round > 0 && time !== null) await addSample(samples, edit, time); // round 0 warms up
      await sleep(250);
    }
  }
  for (const edit of edits) await closePage(edit);
  await sleep(500);
}

async function openPage(browser, server, kind) {
  const { system } = server;
  const file = join(system.folder, system.edits[kind]);
  const context = await browser.newContext();
  const page = await context.newPage();
  const path = kind === "page" ? "/" : system.urls.detail;
  await page.goto(server.url + path, { waitUntil: "load", timeout: 120_000 });
  await page.waitForSelector(kind === "page" ? "#hello" : "#counter");
  await sleep(2000); // until it is alive and listens for updates
  return { system, kind, file, text: readFileSync(file, "utf8"), context, page };
}

async function closePage({ file, text, context }) {
  writeFileSync(file, text);
  await context.close();
}

/** Milliseconds from the write to the text in the page. */
async function timeEdit({ system, kind, file, text, page }, wanted) {
  await page.bringToFront();
  if (kind === "component") await page.click("#counter");
  const seen = system.reloads ? null : page.evaluate(waitForMark, { wanted, patience });
  const started = now();
  writeFileSync(file, text.replaceAll(mark, wanted));
  return (await (seen ?? reloadUntil(page, wanted))) - started;
}

/** Runs in the page: when the mark was seen, on the clock of `now`. */
function waitForMark({ wanted, patience }) {
  const isThere = () =>
    document.querySelector("#hello")?.textContent.includes(wanted) ||
    document.querySelector("#counter")?.dataset.mark === wanted;
  return new Promise((resolve, reject) => {
    const observer = new MutationObserver(() => {
      if (!isThere()) return;
      observer.disconnect();
      resolve(performance.timeOrigin + performance.now());
    });
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    setTimeout(() => reject(new Error(`no update within ${patience} ms`)), patience);
  });
}

async function reloadUntil(page, wanted) {
  const end = now() + patience;
  while (now() < end) {
    await page.reload({ waitUntil: "domcontentloaded" });
    if ((await page.content()).includes(wanted)) return now();
  }
  throw new Error(`no update within ${patience} ms`);
}

async function addSample(samples, { system, kind, page }, time) {
  samples.add(system.name, `${kind}_ms`, time);
  if (kind === "page") return;
  const kept = /Count: [1-9]/.test(await page.textContent("#counter"));
  samples.add(system.name, "component_keeps_state", kept ? "yes" : "no");
  log(`hmr ${system.name}: ${round(time)} ms`);
}

async function report({ system, kind, page }, error) {
  log(`FAILED hmr ${system.name} ${kind}: ${error.message.split("\n")[0]}`);
  await page.reload().catch(() => {});
  return null;
}
