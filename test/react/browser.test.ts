import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { DATA_TYPE, type Envelope, type TableFile } from "../../src/react/protocol.js";
import { renderBranch } from "../../src/ssr/renderBranch.js";
import { launchBrowser } from "../e2e/browser.js";
import about from "./fixtures/about.js";
import book from "./fixtures/book.js";
import home from "./fixtures/home.js";
import { ABOUT, DUNE, HOME, Site, TABLE } from "./site.js";

let browser: Browser;
let scripts: Map<string, Uint8Array>;
let site: Site;
let page: Page;
let messages: string[];

beforeAll(async () => {
  scripts = await bundle();
  browser = await launchBrowser();
});

afterAll(() => browser.close());

beforeEach(async () => {
  site = new Site();
  site.table = tableOfBuild();
  for (const [path, code] of scripts)
    site.answers[path] = (_, response) =>
      response.writeHead(200, { "Content-Type": "text/javascript" }).end(code);
  serve("/", "home", HOME);
  serve("/about/", "about", ABOUT);
  await site.listen();
  page = await browser.newPage({ viewport: { width: 800, height: 400 } });
  messages = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) messages.push(message.text());
  });
  page.on("pageerror", (error) => messages.push(String(error)));
});

afterEach(async () => {
  await page.close();
  await site.close();
});

/** The client and the fixtures as a build has them: an entry, a module for each branch, chunks that they share. */
async function bundle(): Promise<Map<string, Uint8Array>> {
  const names = ["home", "about", "books", "book", "late", "bare"];
  const { outputFiles } = await build({
    stdin: {
      contents: 'import { start } from "./src/react/client.js"; void start();',
      resolveDir: process.cwd(),
    },
    entryPoints: names.map((name) => ({ in: `test/react/fixtures/${name}.tsx`, out: name })),
    entryNames: "[name]",
    outdir: "/static/",
    bundle: true,
    splitting: true,
    write: false,
    format: "esm",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"development"' },
    logLevel: "silent",
  });
  return new Map(outputFiles.map((file) => [file.path, file.contents]));
}

function tableOfBuild(): TableFile {
  const branches = Object.entries(TABLE.branches).map(([route, [module]]) => [
    route,
    [module.replace(".tsx", ".js")],
  ]);
  return { ...TABLE, base: "/static/", branches: Object.fromEntries(branches) };
}

/** Answers `path` as Django does: an envelope to a data request, else a document. */
function serve(path: string, module: string, value: Envelope, head = ""): void {
  site.answers[path] = (request, response) => {
    const data = request.headers["x-djk-data"] !== undefined;
    response.writeHead(200, { "Content-Type": data ? DATA_TYPE : "text/html", Vary: "X-Djk-Data" });
    response.end(data ? JSON.stringify(value) : site.document(module, value, head));
  };
}

test("back and forward show the pages again, and where they were scrolled to", async () => {
  await page.goto(site.origin);
  await page.waitForSelector("#home");
  await page.addStyleTag({ content: "#home { height: 3000px }" });
  await page.evaluate(() => window.scrollTo(0, 1200));
  await page.getByText("About", { exact: true }).evaluate((link: HTMLElement) => link.click());
  await page.waitForSelector("#about");
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
  await page.goBack();
  await page.waitForSelector("#home");
  await page.waitForFunction(() => window.scrollY === 1200);
  await page.goForward();
  await page.waitForSelector("#about");
  expect(messages).toEqual([]);
});

test("a fragment of the same page is no request, nor is the way back from it", async () => {
  await page.goto(`${site.origin}/about/`);
  await page.getByText("About, part").click();
  await page.getByText("About #part").waitFor();
  await page.goBack();
  await page.waitForFunction(() => !document.querySelector("#about")!.textContent!.includes("#"));
  expect(page.url()).toBe(`${site.origin}/about/`);
  expect(site.dataRequests).toEqual([]);
});

test("the title is the page's: from Python, from React, and the document's own where a page has none", async () => {
  const head = "<title>From Python</title>";
  serve("/about/", "about", { ...ABOUT, head: { title: "From Python", description: "About us" } }, head);
  await page.goto(`${site.origin}/about/`);
  await page.waitForSelector("#about");
  await page.waitForFunction(() => document.querySelectorAll("title").length === 1);
  expect(await page.title()).toBe("From Python");
  await page.getByText("Home", { exact: true }).click();
  await page.waitForSelector("#home");
  expect(await page.title()).toBe("Home of books");
  expect(await page.locator('meta[name="description"]').count()).toBe(0);
  await page.goBack();
  await page.waitForSelector("#about");
  expect(await page.title()).toBe("From Python");
  expect(await page.locator('meta[name="description"]').getAttribute("content")).toBe("About us");
});

test("a link to a download leaves the page as it was and the navigation ended", async () => {
  site.answers["/ping/"] = (_, response) =>
    response.writeHead(200, { "Content-Disposition": "attachment; filename=ping.txt" }).end("pong");
  await page.goto(site.origin);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByText("Ping").click()]);
  expect(download.suggestedFilename()).toBe("ping.txt");
  await page.waitForSelector('[data-navigation="idle"]');
  expect(page.url()).toBe(`${site.origin}/`);
  expect(site.dataRequests).toEqual([]);
  await page.getByText("About", { exact: true }).click();
  await page.waitForSelector("#about");
});

test("a slow document is waited for", async () => {
  site.answers["/ping/"] = (_, response) =>
    void setTimeout(() => response.end("<!doctype html><h1>pong</h1>"), 5_000);
  await page.goto(site.origin);
  await page.getByText("Ping").click();
  await page.getByRole("heading", { name: "pong" }).waitFor();
  expect(page.url()).toBe(`${site.origin}/ping/`);
  await page.goBack();
  await page.waitForSelector("#home");
  expect(page.url()).toBe(`${site.origin}/`);
});

test("a page that is come back to from another document is alive", async () => {
  site.answers["/ping/"] = (_, response) => response.end("<!doctype html><h1>pong</h1>");
  await page.goto(site.origin);
  await page.getByText("Ping").click();
  await page.getByRole("heading", { name: "pong" }).waitFor();
  await page.goBack();
  await page.waitForSelector('[data-navigation="idle"]');
  await page.getByText("About", { exact: true }).click();
  await page.waitForSelector("#about");
});

const FAILED = { node: "/books", kind: "error", status: 500, requestId: "r" } as const;

test.each([
  ["a page", "about", about, ABOUT],
  ["a page below two layouts", "book", book, DUNE],
  ["a page with a title", "home", home, HOME],
  ["an error", "book", book, { ...DUNE, error: FAILED }],
])("%s that was rendered on the server hydrates silently", async (_, module, branch, first) => {
  const { head, html } = await renderBranch({ envelope: first, branch, url: "/seen/?q=1", basename: "" });
  site.answers["/seen/"] = (_, response) =>
    response.writeHead(200, { "Content-Type": "text/html" }).end(site.document(module, first, head, html));
  await page.goto(`${site.origin}/seen/?q=1`);
  const served = await page.$("#root-layout");
  await expect
    .poll(async () => {
      await page.locator("#counter").click();
      return page.locator("#counter").textContent();
    })
    .not.toBe("0");
  expect(await served!.evaluate((element) => element.isConnected)).toBe(true);
  expect(messages).toEqual([]);
});

test("the stylesheets of a branch are there before its page", async () => {
  const { branches } = site.table!;
  site.table = { ...site.table!, branches: { ...branches, "/about": ["about.js", "about.css"] } };
  site.answers["/static/about.css"] = (_, response) =>
    void setTimeout(() => {
      response.writeHead(200, { "Content-Type": "text/css" }).end("#about { color: rgb(1, 2, 3) }");
    }, 300);
  await page.goto(site.origin);
  await page.getByText("About", { exact: true }).click();
  const color = await page.waitForFunction(() => {
    const about = document.querySelector("#about");
    return about && getComputedStyle(about).color;
  });
  expect(await color.jsonValue()).toBe("rgb(1, 2, 3)");
  await page.getByText("Home", { exact: true }).click();
  await page.waitForSelector("#home");
  await page.getByText("About", { exact: true }).click();
  await page.waitForSelector("#about");
  expect(site.requests.filter((url) => url.includes("about.css"))).toHaveLength(1);
});

test("a stylesheet that is gone counts as a build that is gone: one document load", async () => {
  const { branches } = site.table!;
  site.table = { ...site.table!, branches: { ...branches, "/about": ["about.js", "gone.css"] } };
  await page.goto(site.origin);
  await page.getByText("About", { exact: true }).click();
  await page.waitForSelector("#about");
  expect(site.requests.filter((url) => url === "GET /about/")).toHaveLength(1);
  expect(page.url()).toBe(`${site.origin}/about/`);
});
