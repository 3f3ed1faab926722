import { type Browser, chromium, type Page } from "playwright-core";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });
}

/** A tab with what its console said and what it requested. */
export interface Tab {
  page: Page;
  /** Console errors and warnings, and uncaught exceptions. */
  problems: string[];
  /** Paths with query of the data requests. */
  dataRequests: string[];
  /** Paths of the documents loaded. */
  documents: string[];
}

export async function openTab(browser: Browser): Promise<Tab> {
  const page = await browser.newPage();
  page.setDefaultTimeout(10_000);
  const tab: Tab = { page, problems: [], dataRequests: [], documents: [] };
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") tab.problems.push(message.text());
  });
  page.on("pageerror", (error) => tab.problems.push(String(error)));
  page.on("request", (request) => {
    const { pathname, search } = new URL(request.url());
    if (request.headers()["x-djk-data"] === "1") tab.dataRequests.push(pathname + search);
    else if (request.isNavigationRequest()) tab.documents.push(pathname);
  });
  return tab;
}

/**
 * Closes a tab. Chromium now and then forgets to close one whose document is being replaced at that moment, as when
 * Vite reloads it (seen once in twenty with 156.0), and Playwright waits for it without a limit.
 */
export async function closeTab({ page }: Tab): Promise<void> {
  await Promise.race([page.close(), new Promise((resolve) => setTimeout(resolve, 5_000).unref())]);
}
