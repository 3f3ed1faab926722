import { launchBrowser, withPage } from "./browser.js";
import { buildSite } from "./build.js";
import { sleep } from "./clock.js";
import { log } from "./log.js";
import { startServer, waitForAnswer } from "./servers.js";
import { loadSystems } from "./systems.js";

/**
 * Builds and opens each system's site and walks through it.
 *
 * @returns {Promise<string[]>} what is wrong, one line each
 */
export async function smoke(names) {
  const browser = await launchBrowser();
  const problems = [];
  try {
    for (const system of await loadSystems(names)) {
      const found = await check(browser, system).catch((error) => [error.message]);
      log(`smoke ${system.name}: ${found.length === 0 ? "good" : found.join("; ")}`);
      problems.push(...found.map((problem) => `${system.name}: ${problem}`));
    }
  } finally {
    await browser.close();
  }
  return problems;
}

async function check(browser, system) {
  await buildSite(system);
  const server = startServer(system, "start");
  try {
    await waitForAnswer(server);
    return await withPage(browser, (page) => walk(page, server));
  } finally {
    await server.stop();
  }
}

/** Home, list, post through links; the post again as a document, with a counter that counts; a post that is missing. */
async function walk(page, { url, system }) {
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(`${url}/`);
  await page.waitForSelector("#hello");
  await page.click("#nav-posts");
  await page.waitForSelector("#post-list li:nth-child(100)");
  await page.click("#post-list li:nth-child(8) a");
  await page.waitForSelector("#post p");
  const title = await page.textContent("#post h1");
  await page.goto(url + system.urls.detail);
  await page.waitForSelector("#post p:nth-of-type(5)");
  if ((await page.textContent("#post h1")) !== title)
    errors.push("another post as a document than through links");
  if (!(await counts(page))) errors.push("the counter does not count");
  errors.push(...(await checkMissing(`${url}/posts/none`)));
  return errors;
}

async function counts(page) {
  await sleep(500); // until the page is alive
  const before = await page.textContent("#counter");
  await page.click("#counter");
  await sleep(100);
  return before === "Count: 0" && (await page.textContent("#counter")) === "Count: 1";
}

async function checkMissing(url) {
  const { status } = await fetch(url);
  return status === 404 ? [] : [`a missing post answers ${status}`];
}
