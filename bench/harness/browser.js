import { findChromium } from "./machine.js";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Lighthouse's profile of a phone: 1.6 Mbit/s, 150 ms of round trip, a quarter of the CPU. */
const slowNetwork = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6e6 / 8) * 0.9,
  uploadThroughput: (750e3 / 8) * 0.9,
};
const slowCpu = { rate: 4 };

export async function launchBrowser() {
  const { chromium } = await import("playwright-core");
  return chromium.launch({ executablePath: findChromium(), args: flags });
}

/**
 * Opens an empty page in a context of its own (no cache, no cookies) for the time that `use` takes.
 *
 * @param {{ script?: string, slow?: boolean }} options a script that runs first in every document; the slow profile
 */
export async function withPage(browser, use, { script, slow = false } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    if (slow) await slowDown(context, page);
    if (script) await page.addInitScript(script);
    return await use(page);
  } finally {
    await context.close();
  }
}

async function slowDown(context, page) {
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", slowNetwork);
  await session.send("Emulation.setCPUThrottlingRate", slowCpu);
}

/** Clicks the counter of the page until it answers. */
export function waitForCounter(page, timeout = 120_000) {
  return page.waitForFunction(clickCounter, null, { polling: 20, timeout });
}

function clickCounter() {
  const counter = document.querySelector("#counter");
  if (counter === null) return false;
  if (counter.textContent !== "Count: 0") return true;
  counter.click();
  return false;
}
