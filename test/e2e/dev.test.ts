import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { closeTab, launchBrowser, openTab } from "./browser.js";
import { type Server, serve, status, until } from "./server.js";
import { describeSite } from "./suite.js";

describeSite("dev", ["dev"]);

describe("djk dev while files change", () => {
  const site = inject("site");
  const file = (path: string) => join(site, path);
  let server: Server;
  let browser: Browser;
  const restores: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    server = await serve(inject("djk"), ["dev"], site);
    browser = await launchBrowser();
  });
  afterEach(async () => {
    for (const restore of restores.splice(0)) await restore();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.interrupt();
  });

  async function edit(path: string, change: (text: string) => string): Promise<void> {
    const before = await readFile(file(path), "utf8");
    restores.push(() => writeFile(file(path), before));
    await writeFile(file(path), change(before));
  }

  it("updates an edited component in place and keeps its state", async () => {
    const tab = await openTab(browser);
    await tab.page.goto(`${server.url}/lab/`);
    await tab.page.locator("#page-count").click();
    await edit("routes/lab/page.tsx", (text) => text.replace("marker-0", "marker-1"));
    await tab.page.locator("#marker", { hasText: "marker-1" }).waitFor();
    expect(await tab.page.locator("#page-count").textContent()).toBe("Page 1");
    expect(tab.documents).toEqual(["/lab/"]);
    expect(tab.problems).toEqual([]);
    await closeTab(tab);
  });

  it("exchanges an edited stylesheet in place and keeps the page's state", async () => {
    const tab = await openTab(browser);
    await tab.page.goto(`${server.url}/lab/styled/`);
    await tab.page.locator("#styled-count").click();
    await edit("routes/lab/styled/card.module.css", (text) => text.replace("1 2 3", "4 5 6"));
    const colour = () => tab.page.locator("#styled").evaluate((element) => getComputedStyle(element).color);
    await expect.poll(colour, { timeout: 10_000 }).toBe("rgb(4, 5, 6)");
    expect(await tab.page.locator("#styled-count").textContent()).toBe("Styled 1");
    expect(tab.documents).toEqual(["/lab/styled/"]);
    await closeTab(tab);
  });

  it("starts Vite again when vite.config changes, says what it cannot use, and reloads open pages", async () => {
    const tab = await openTab(browser);
    await tab.page.goto(`${server.url}/lab/`);
    await tab.page.locator("#marker", { hasText: "marker-0" }).waitFor();
    await edit("routes/lab/page.tsx", (text) => text.replace("marker-0", "{String(globalThis.MARKER)}"));
    await tab.page.locator("#marker", { hasText: "undefined" }).waitFor();
    restores.push(() => rm(file("vite.config.ts"), { force: true }));
    await writeFile(file("vite.config.ts"), 'export default { base: "/x/", define: { MARKER: "1 + 1" } };\n');
    await tab.page.locator("#marker", { hasText: "2" }).waitFor();
    await server.printed(/\[vite-option\]\s+vite\.config\.ts/);
    await server.printed("Vite has started again");
    await writeFile(file("vite.config.ts"), "export default {{\n");
    await tab.page.getByRole("dialog", { name: "Problems" }).getByText("vite.config.ts").first().waitFor();
    for (const restore of restores.splice(0).reverse()) await restore();
    await tab.page.getByRole("dialog", { name: "Problems" }).waitFor({ state: "hidden" });
    await tab.page.locator("#marker", { hasText: "marker-0" }).waitFor();
    await closeTab(tab);
  });

  it("shows the second of two saves, however soon it comes", async () => {
    const tab = await openTab(browser);
    await tab.page.goto(`${server.url}/lab/`);
    await tab.page.locator("#page-count").click(); // updates reach a page that has started
    for (const pause of [5, 15, 25, 45]) {
      await edit("routes/lab/page.tsx", (text) => text.replace(/marker-\w+/, `marker-first${pause}`));
      await new Promise((resolve) => setTimeout(resolve, pause));
      await edit("routes/lab/page.tsx", (text) => text.replace(/marker-\w+/, `marker-second${pause}`));
      await tab.page.locator("#marker", { hasText: `marker-second${pause}` }).waitFor();
    }
    restores.reverse();
    await closeTab(tab);
  });

  it("shows changed data of an edited handler", async () => {
    const tab = await openTab(browser);
    await tab.page.goto(`${server.url}/lab/one/`);
    await edit("routes/lab/[slug]/page.py", (text) => text.replace('"slug": slug', '"slug": slug + "!"'));
    await tab.page.getByRole("heading", { name: "Thing one!" }).waitFor();
    await closeTab(tab);
  });

  it.each([
    [
      "throws",
      (text: string) =>
        text.replace("return (", 'if (count >= 0) throw new Error("on purpose");\n  return ('),
    ],
    ["cannot be parsed", (text: string) => text.replace("return (", "return ((")],
    ["has no default export", (text: string) => text.replace("export default", "export")],
  ])("a page that %s comes back by itself when it is mended", async (_, damage) => {
    await edit("routes/lab/page.tsx", damage);
    const tab = await openTab(browser);
    await tab.page.goto(`${server.url}/lab/`);
    await tab.page
      .locator("vite-error-overlay, #djk-root h1, #djk-root main")
      .first()
      .waitFor({ state: "attached" });
    for (const restore of restores.splice(0)) await restore();
    await tab.page.getByRole("heading", { name: "The lab" }).waitFor();
    await tab.page.locator("vite-error-overlay").waitFor({ state: "detached" });
    await closeTab(tab);
  });

  it("Django's page for an exception gives way to the page when the handler is mended", async () => {
    await edit("routes/lab/[slug]/page.py", (text) =>
      text.replace(
        "def get(",
        "def get(request, slug):\n    raise RuntimeError('on purpose')\n\n\ndef _get(",
      ),
    );
    const tab = await openTab(browser);
    await tab.page.goto(`${server.url}/lab/one/`);
    await tab.page.getByText("on purpose").first().waitFor();
    for (const restore of restores.splice(0)) await restore();
    await tab.page.getByRole("heading", { name: "Thing one" }).waitFor();
    await closeTab(tab);
  });

  it("serves a page that is added and forgets one that is removed", async () => {
    const tab = await openTab(browser);
    await tab.page.goto(`${server.url}/lab/`);
    expect(await status(`${server.url}/fresh/`)).toBe(404);
    await mkdir(file("routes/fresh"));
    await writeFile(file("routes/fresh/page.tsx"), "export default () => <h1>Fresh</h1>;\n");
    await until(
      async () => (await status(`${server.url}/fresh/`)) === 200,
      () => `the new page; djk says:\n${server.output()}`,
    );
    await tab.page.goto(`${server.url}/fresh/`);
    await tab.page.getByRole("heading", { name: "Fresh" }).waitFor();
    await rm(file("routes/fresh"), { recursive: true });
    await until(
      async () => (await status(`${server.url}/fresh/`)) === 404,
      () => `404 after the page is gone; djk says:\n${server.output()}`,
    );
    await tab.page.getByRole("heading", { name: "There is nothing here." }).waitFor();
    await closeTab(tab);
  });

  it("finds every page of folders that are filled while they are made", async () => {
    const pages = Array.from({ length: 12 }, (_, i) => `burst/${"deep/".repeat(i % 3)}p${i}`);
    restores.push(() => rm(file("routes/burst"), { recursive: true, force: true }));
    for (const page of pages) {
      await mkdir(file(`routes/${page}`), { recursive: true });
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 15));
      await writeFile(file(`routes/${page}/page.tsx`), "export default () => null;\n");
    }
    for (const page of pages)
      await until(
        async () => (await status(`${server.url}/${page}/`)) === 200,
        () => `the page ${page}; djk says:\n${server.output()}`,
      );
  });

  it("shows a Python syntax error with its place and recovers by itself", async () => {
    await edit("routes/lab/[slug]/page.py", (text) => `${text}\ndef broken(:\n`);
    await server.printed(/routes\/lab\/\[slug\]\/page\.py:\d+/);
    const before = server.output();
    expect(await status(`${server.url}/lab/one/`)).toBe(500);
    await until(
      () => server.output().slice(before.length).includes("GET /lab/one/ 500"),
      () => "the line of the request",
    );
    expect(server.output().slice(before.length)).toMatch(/\/lab\/one\/: SyntaxError: .*page\.py, line \d+/);
    expect(server.output().slice(before.length)).not.toContain("Traceback");
    expect(await status(`${server.url}/lab/`)).toBe(200);
    for (const restore of restores.splice(0)) await restore();
    await until(
      async () => (await status(`${server.url}/lab/one/`)) === 200,
      () => `the page again; djk says:\n${server.output()}`,
    );
  });

  it("survives broken Python outside the routes and recovers", async () => {
    await edit("mysite/models.py", (text) => `${text}\n1 +\n`);
    await until(
      async () => (await status(`${server.url}/lab/`)) === 502,
      () => "the page that says that Django is not running",
    );
    const tab = await openTab(browser);
    await tab.page.goto(`${server.url}/lab/`);
    await tab.page.getByText("SyntaxError").first().waitFor();
    for (const restore of restores.splice(0)) await restore();
    await tab.page.getByRole("heading", { name: "The lab" }).waitFor();
    await closeTab(tab);
  });

  it("says of a broken urls.py once where it is broken, and answers at once", async () => {
    const before = server.output();
    await edit("mysite/urls.py", (text) => `${text}\n1 +\n`);
    await until(
      () => /\[handler-syntax\]\s+mysite\/urls\.py:\d+/.test(server.output().slice(before.length)),
      () => "the place in urls.py",
    );
    for (let request = 0; request < 2; request++) expect(await status(`${server.url}/lab/`)).toBe(502);
    expect(server.output().slice(before.length)).not.toContain("Traceback");
    expect(server.output().slice(before.length).split("[handler-syntax]")).toHaveLength(2);
    for (const restore of restores.splice(0)) await restore();
    await until(
      async () => (await status(`${server.url}/lab/`)) === 200,
      () => `the page again; djk says:\n${server.output()}`,
    );
  });

  it.each([
    ["holds patterns that are no list", (text: string) => `${text}\nurlpatterns = 3\n`],
    ["has a typo", (text: string) => text.replace('path("admin/', 'pth("admin/')],
  ])("a page that waits for a urls.py that %s comes back by itself", async (_, damage) => {
    await edit("mysite/urls.py", damage);
    await until(
      async () => (await status(`${server.url}/lab/`)) === 502,
      () => `the page that says that Django is not running; djk says:\n${server.output()}`,
    );
    const tab = await openTab(browser);
    await tab.page.goto(`${server.url}/lab/`);
    await tab.page.getByRole("heading", { name: "Django is not running" }).waitFor();
    for (const restore of restores.splice(0)) await restore();
    await tab.page.getByRole("heading", { name: "The lab" }).waitFor();
    await closeTab(tab);
  });

  it("says once of a page that nobody reaches what answers first, and nothing when it is reached again", async () => {
    const before = server.output().length;
    await mkdir(file("routes/admin/stats"), { recursive: true });
    restores.push(() => rm(file("routes/admin"), { recursive: true, force: true }));
    await writeFile(file("routes/admin/stats/page.tsx"), "export default () => null;\n");
    await server.printed("[route-shadowed]");
    const said = () => server.output().slice(before);
    expect(said()).toMatch(
      /the URL \/admin\/stats\/ does not open the route \/admin\/stats: path\("admin\/", …\) answers first/,
    );
    expect(said()).toMatch(/mysite\/urls\.py:\d+/);
    await rename(file("routes/admin"), file("routes/statistics"));
    restores.unshift(() => rm(file("routes/statistics"), { recursive: true, force: true }));
    await until(
      async () => (await status(`${server.url}/statistics/stats/`)) === 200,
      () => `the renamed page; djk says:\n${server.output()}`,
    );
    expect(said().split("[route-shadowed]")).toHaveLength(2);
  });

  it("an error of Django's own server gives way to the page when what raises is mended", async () => {
    await writeFile(file("mysite/raising.py"), raising);
    restores.push(() => rm(file("mysite/raising.py")));
    await edit("djk.toml", (text) =>
      text.replace("[django]", '[django]\nMIDDLEWARE = ["mysite.raising.Raise", "..."]'),
    );
    await until(
      async () => (await status(`${server.url}/lab/`)) === 500,
      () => `the error; djk says:\n${server.output()}`,
    );
    const tab = await openTab(browser);
    await tab.page.goto(`${server.url}/lab/`);
    await tab.page.getByText("A server error occurred.").waitFor();
    for (const restore of restores.splice(0).reverse()) await restore();
    await tab.page.getByRole("heading", { name: "The lab" }).waitFor();
    await closeTab(tab);
  });

  it("writes generated files again when they are removed", async () => {
    await rm(file(".djk"), { recursive: true, maxRetries: 3 });
    await until(
      async () =>
        existsSync(file(".djk/django/djk_site/urls.py")) && (await status(`${server.url}/lab/`)) === 200,
      () => `the page again; djk says:\n${server.output()}`,
    );
    const tab = await openTab(browser);
    await tab.page.goto(`${server.url}/lab/`);
    await tab.page.getByRole("heading", { name: "The lab" }).waitFor();
    await closeTab(tab);
  });

  it("says an import that cannot be resolved once, and nothing of reloads when a folder is renamed", async () => {
    const before = server.output();
    await edit("routes/lab/page.tsx", (text) => `import "./nowhere";\n${text}`);
    for (let load = 0; load < 2; load++) {
      const tab = await openTab(browser);
      await tab.page.goto(`${server.url}/lab/`);
      await tab.page.locator("vite-error-overlay").waitFor({ state: "attached" });
      await closeTab(tab);
    }
    for (const restore of restores.splice(0)) await restore();
    await rename(file("routes/lab"), file("routes/laboratory"));
    restores.push(() => rename(file("routes/laboratory"), file("routes/lab")));
    await until(
      async () => (await status(`${server.url}/laboratory/`)) === 200,
      () => `the renamed page; djk says:\n${server.output()}`,
    );
    for (const restore of restores.splice(0)) await restore();
    await until(
      async () => (await status(`${server.url}/lab/`)) === 200,
      () => `the page again; djk says:\n${server.output()}`,
    );
    const said = server.output().slice(before.length);
    expect(said.split("./nowhere does not exist")).toHaveLength(2);
    expect(said).not.toContain("page reload");
  });

  it("says once that a page is not found, and shows the traceback of a handler that raises", async () => {
    expect(await status(`${server.url}/nowhere/at/all/`)).toBe(404);
    await server.printed(/^GET \/nowhere\/at\/all\/ 404 .*$/m);
    await edit("routes/lab/[slug]/page.py", (text) =>
      text.replace("def get(", "def get(request, slug):\n    raise KeyError('terminal')\n\n\ndef _get("),
    );
    await until(
      async () => (await status(`${server.url}/lab/one/`)) === 500,
      () => "the error of the handler",
    );
    await server.printed(
      /Traceback[\s\S]*routes\/lab\/\[slug\]\/page\.py", line \d+[\s\S]*KeyError: 'terminal'/,
    );
    expect(server.output().split("/nowhere/at/all/")).toHaveLength(2);
  });

  it("keeps the last good routes while the tree is invalid and says what is wrong", async () => {
    const tab = await openTab(browser);
    await tab.page.goto(`${server.url}/lab/`);
    await mkdir(file("routes/lab/[a b]"));
    restores.push(() => rm(file("routes/lab/[a b]"), { recursive: true, force: true }));
    await writeFile(file("routes/lab/[a b]/page.tsx"), "export default () => null;\n");
    await server.printed("[a b]");
    await tab.page.getByRole("dialog").getByRole("link", { name: "routes/lab/[a b]" }).waitFor();
    expect(await status(`${server.url}/lab/one/`)).toBe(200);
    for (const restore of restores.splice(0)) await restore();
    await tab.page.getByRole("dialog").waitFor({ state: "hidden" });
    await closeTab(tab);
  });

  it("an invalid tree breaks no handler of a valid one, and a converter that is registered later heals it", async () => {
    const said = server.output().length;
    await mkdir(file("routes/years/[y=year]"), { recursive: true });
    restores.push(() => rm(file("routes/years"), { recursive: true, force: true }));
    await writeFile(file("routes/years/[y=year]/page.tsx"), "export default () => <h1>A year</h1>;\n");
    await server.printed("[unknown-converter]");
    expect(await status(`${server.url}/lab/one/`)).toBe(200);
    const urls = await readFile(file("mysite/urls.py"), "utf8");
    await edit("mysite/urls.py", (text) => `${registerYear}${text}`);
    await until(
      async () => (await status(`${server.url}/years/2026/`)) === 200,
      () => `the page of the new converter; djk says:\n${server.output()}`,
    );
    expect(await status(`${server.url}/lab/one/`)).toBe(200);
    expect(server.output().slice(said)).not.toContain("[handler-import]");
    const before = server.output();
    await writeFile(file("mysite/urls.py"), urls);
    await until(
      () => server.output().slice(before.length).includes("[unknown-converter]"),
      () => `the converter that is missing again; djk says:\n${server.output()}`,
    );
    for (const restore of restores.splice(0)) await restore();
    await until(
      async () => (await status(`${server.url}/years/2026/`)) === 404,
      () => `404 after the page is gone; djk says:\n${server.output()}`,
    );
  });

  it("keeps running when djk.toml is broken and takes it again when it is mended", async () => {
    await edit("djk.toml", (text) => `${text}\nnonsense = [\n`);
    await server.printed(/djk\.toml:\d+/);
    expect(await status(`${server.url}/lab/`)).toBe(200);
  });
});

/** Raises in the page for its own error, too, so that only Django's server is left to answer. */
const raising = `class Raise:
    def __init__(self, get_response):
        pass

    def __call__(self, request):
        type(request).GET = property(lambda request: 1 / 0)
        raise RuntimeError("on purpose")
`;

const registerYear = `from django.urls import register_converter


class Year:
    regex = "[0-9]{4}"
    to_python = int
    to_url = str


register_converter(Year, "year")
`;

describe("djk dev when it ends", () => {
  it("refuses a second one of the same site, and none after it was killed", async () => {
    const first = await serve(inject("djk"), ["dev"], inject("site"));
    await expect(serve(inject("djk"), ["dev"], inject("site"))).rejects.toThrow(
      `djk dev runs for this site already: ${first.url}`,
    );
    process.kill(first.pid, "SIGKILL");
    const next = await serve(inject("djk"), ["dev"], inject("site"), {}, Number(new URL(first.url).port));
    expect(await status(`${next.url}/lab/`)).toBe(200);
    await next.interrupt();
  });

  it("leaves no process and no port after Ctrl-C", async () => {
    const server = await serve(inject("djk"), ["dev"], inject("site"));
    const children = await listDescendants(server.pid);
    expect(children.length).toBeGreaterThan(0);
    expect(await server.interrupt()).toBe(130);
    expect(await status(server.url)).toBeNull();
    await until(
      () => children.every((pid) => !isAlive(pid)),
      () => `the end of ${children}`,
    );
  });

  it("leaves no process when it is killed outright", async () => {
    const server = await serve(inject("djk"), ["dev"], inject("site"));
    const children = await listDescendants(server.pid);
    process.kill(server.pid, "SIGKILL");
    await until(
      () => children.every((pid) => !isAlive(pid)),
      () => `the end of ${children}`,
    );
  });

  it("leaves no process when it is killed after what watches over Django was", async () => {
    const server = await serve(inject("djk"), ["dev"], inject("site"));
    const find = async (word: string) => findCommands(await listDescendants(server.pid), word);
    const [django] = await find("python\0manage.py\0djk_serve");
    const watchdog = `djk-watchdog\0${django}\0`;
    const [killed] = await find(watchdog);
    if (killed === undefined) throw new Error("nothing watches over Django");
    process.kill(killed, "SIGKILL");
    await until(
      async () => (await find(watchdog)).some((pid) => pid !== killed),
      () => "another watchdog",
    );
    const children = await listDescendants(server.pid);
    process.kill(server.pid, "SIGKILL");
    await until(
      () => children.every((pid) => !isAlive(pid)),
      () => `the end of ${children}`,
    );
  });

  it("starts Django again when that is killed", async () => {
    const server = await serve(inject("djk"), ["dev"], inject("site"));
    const django = (await listDescendants(server.pid)).filter((pid) => pid !== server.pid);
    for (const pid of await findCommands(django, "djk_serve")) process.kill(pid, "SIGKILL");
    await server.printed("starting it again");
    expect(await status(`${server.url}/lab/`)).toBe(200);
    await server.interrupt();
  });
});

async function listDescendants(pid: number): Promise<number[]> {
  const path = `/proc/${pid}/task/${pid}/children`;
  const listed = await readFile(path, "utf8").catch(() => ""); // it may have ended meanwhile
  const children = listed.trim().split(" ").filter(Boolean).map(Number);
  return [...children, ...(await Promise.all(children.map(listDescendants))).flat()];
}

async function findCommands(pids: number[], word: string): Promise<number[]> {
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")),
  );
  return pids.filter((_, i) => lines[i]?.includes(word));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
