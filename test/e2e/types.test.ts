import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { closeTab, launchBrowser, openTab } from "./browser.js";
import { type Server, serve, until } from "./server.js";

const page = "routes/typed/page.py";
const shared = "routes/typed/shapes.py";
const component = "routes/typed/page.tsx";
const generated = ".djk/types/routes/typed/$types.ts";

describe("Python's types in components", () => {
  const site = inject("site");
  const restores: (() => Promise<void>)[] = [];
  let server: Server;
  let browser: Browser;

  beforeAll(async () => {
    server = await serve(inject("djk"), ["dev"], site);
    browser = await launchBrowser();
    await until(
      async () => (await read(generated)).includes("title: string;"),
      () => "types of the site",
    );
  });
  afterEach(restoreAll);
  afterAll(async () => {
    await browser?.close();
    await server?.interrupt();
  });

  async function restoreAll(): Promise<void> {
    for (const restore of restores.splice(0).reverse()) await restore();
  }

  function read(path: string): Promise<string> {
    return readFile(join(site, path), "utf8").catch(() => "");
  }

  async function edit(path: string, change: (text: string) => string): Promise<void> {
    const before = await read(path);
    restores.push(() => writeFile(join(site, path), before));
    await writeFile(join(site, path), change(before));
  }

  it("a field that gets another name in its page.py or in a shared module is an error where it is used", async () => {
    const tab = await openTab(browser);
    await tab.page.goto(`${server.url}/typed/`);
    const badge = tab.page.getByRole("button", { name: "1 warning" });
    for (const [path, from, to, message] of [
      [page, "title", "headline", "TS2339: Property 'title' does not exist on type 'Story'."],
      [shared, "name", "full_name", "TS2339: Property 'name' does not exist on type 'Writer'."],
    ] as const) {
      const column = from === "title" ? 13 : 36;
      const began = performance.now();
      await edit(path, (text) => text.replace(`${from}: str`, `${to}: str`));
      await server.printed(`${component}:6:${column}`);
      console.log(`${path}: red after ${Math.round(performance.now() - began)} ms`);
      expect(server.output()).toContain(message);
      await badge.waitFor();
      expect(JSON.parse((await check("--json")).output).diagnostics).toMatchObject([
        { code: "type-error", severity: "error", message, at: { file: component, line: 6, column } },
      ]);
      await restoreAll();
      await badge.waitFor({ state: "hidden" });
    }
    expect((await check()).code).toBe(0);
    await closeTab(tab);
  });

  it("a handler that cannot be read keeps the types that its component was written for", async () => {
    const before = await read(generated);
    await edit(page, (text) => `${text}\nbroken = \n`);
    await server.printed(`${page}:14:10`);
    const found = JSON.parse((await check("--json")).output).diagnostics;
    expect(found.map(({ code, at }: { code: string; at: { file: string } }) => [code, at.file])).toEqual([
      ["handler-syntax", page],
    ]);
    expect(await read(generated)).toBe(before);
  });

  it("types that are removed come back", async () => {
    const before = await read(generated);
    await rm(join(site, ".djk/types"), { recursive: true });
    await until(
      async () => (await read(generated)) === before,
      () => "types to come back",
    );
  });

  it("types of a page that goes go with it, and nobody else's are written anew", async () => {
    const other = ".djk/types/routes/$types.ts";
    await edit(page, (text) => text);
    const texts = await Promise.all([page, component].map(read));
    restores.push(async () => {
      await writeFile(join(site, page), texts[0] ?? "");
      await writeFile(join(site, component), texts[1] ?? "");
    });
    const before = await read(other);
    await Promise.all([page, component].map((path) => rm(join(site, path))));
    await until(
      async () => (await read(generated)) === "",
      () => "types to go",
    );
    expect(await read(other)).toBe(before);
    expect(readdirSync(join(site, ".djk/types/routes"))).not.toContain("typed");
    await restoreAll();
    await until(
      async () => (await read(generated)).includes("title: string;"),
      () => "types of the page to come back",
    );
  });

  it("djk types --check tells whether they are current", async () => {
    expect((await djk("types", "--check")).code).toBe(0);
    await edit(generated, (text) => text.replace("string", "number"));
    const stale = await djk("types", "--check");
    expect(stale.code).toBe(1);
    expect(stale.output).toContain(generated);
    expect((await djk("types")).output).toContain("1 written, 0 removed");
    expect((await djk("types", "--check")).code).toBe(0);
  });
});

/** Runs `djk check` on the site. */
function check(...args: string[]) {
  return djk("check", ...args);
}

function djk(...args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(inject("djk"), args, { cwd: inject("site") }, (error, output, errors) =>
      resolve({ code: Number(error?.code ?? 0), output: args.includes("--json") ? output : output + errors }),
    );
  });
}
