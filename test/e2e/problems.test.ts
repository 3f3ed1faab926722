import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { closeTab, launchBrowser, openTab } from "./browser.js";
import { type Server, serve, until } from "./server.js";

describe("problems in the browser under djk dev", () => {
  const site = inject("site");
  const file = (path: string) => join(site, path);
  const opened = file(".djk/opened");
  const restores: (() => Promise<void>)[] = [];
  let server: Server;
  let browser: Browser;

  beforeAll(async () => {
    server = await serve(inject("djk"), ["dev"], site, { LAUNCH_EDITOR: await writeEditor() });
    browser = await launchBrowser();
  });
  afterEach(restoreAll);
  afterAll(async () => {
    await browser?.close();
    await server?.interrupt();
  });

  async function restoreAll(): Promise<void> {
    for (const restore of restores.splice(0).reverse()) await restore();
  }

  async function edit(path: string, change: (text: string) => string): Promise<void> {
    const before = await readFile(file(path), "utf8");
    restores.push(() => writeFile(file(path), before));
    await writeFile(file(path), change(before));
  }

  /** An editor that notes what it was told to open. It is called as Visual Studio Code is. */
  async function writeEditor(): Promise<string> {
    const editor = file(".djk/code");
    await writeFile(editor, `#!/bin/sh\necho "$@" >> '${opened}'\n`);
    await chmod(editor, 0o755);
    restores.push(() => rm(opened, { force: true }));
    return editor;
  }

  async function expectOpened(place: string): Promise<void> {
    await until(
      async () => existsSync(opened) && (await readFile(opened, "utf8")).includes(file(place)),
      () => `the editor to open ${place}`,
    );
  }

  const mistype = (text: string) => `${text}\nconst mistyped: number = "</h2><script>oops()</script>";\n`;

  it("errors of types are counted in the corner, leave the page alone, and open in the editor", async () => {
    const tab = await openTab(browser);
    await tab.page.goto(`${server.url}/lab/`);
    await tab.page.locator("#page-count").click();
    await edit("routes/lab/page.tsx", mistype);
    await edit("routes/lab/[slug]/page.tsx", mistype);
    const badge = tab.page.getByRole("button", { name: "2 warnings" });
    await badge.waitFor();
    expect(await tab.page.getByRole("dialog").isVisible()).toBe(false);
    expect(await tab.page.locator("#page-count").textContent()).toBe("Page 1");
    await badge.click();
    const dialog = tab.page.getByRole("dialog");
    for (const path of ["routes/lab/page.tsx", "routes/lab/[slug]/page.tsx"]) {
      const link = dialog.getByRole("link", { name: path });
      const place = (await link.textContent()) ?? "";
      expect(place).toMatch(/:\d+:7$/);
      await link.click();
      await expectOpened(place);
    }
    await tab.page.keyboard.press("Escape");
    expect(await dialog.isVisible()).toBe(false);
    expect(await colourOfTop(tab.page.locator("djk-problems dialog"))).toBe(await colourOf(badge));
    await restoreAll();
    await badge.waitFor({ state: "hidden" });
    expect(await tab.page.locator("#page-count").textContent()).toBe("Page 1");
    expect(tab.documents).toEqual(["/lab/"]);
    await server.printed("no warnings left");
    await closeTab(tab);
  });

  it("djk check finds errors of types, too, and does without on request", async () => {
    await edit("routes/lab/page.tsx", mistype);
    const found = await check("--json");
    expect(found.code).toBe(1);
    expect(JSON.parse(found.output).diagnostics).toMatchObject([
      { code: "type-error", severity: "error", at: { file: "routes/lab/page.tsx", column: 7 } },
    ]);
    expect((await check("--no-types")).code).toBe(0);
  });

  it("every error opens the list by itself, with the lines of its source, and closes it when it is mended", async () => {
    const tab = await openTab(browser);
    await tab.page.goto(`${server.url}/lab/`);
    await tab.page.locator("#page-count").click();
    await edit("routes/lab/[slug]/page.py", (text) => `${text}\ntag = "<img src=x onerror=alert(1)>" +\n`);
    await mkdir(file("routes/lab/[a b]"));
    restores.push(() => rm(file("routes/lab/[a b]"), { recursive: true, force: true }));
    await writeFile(file("routes/lab/[a b]/page.tsx"), "export default () => null;\n");
    const dialog = tab.page.getByRole("dialog");
    await dialog.getByRole("link", { name: "routes/lab/[a b]" }).waitFor();
    await dialog.getByRole("link", { name: /page\.py:\d+:\d+/ }).waitFor();
    expect(await frames(dialog)).toContain('tag = "<img src=x onerror=alert(1)>" +');
    expect(await dialog.locator("img").count()).toBe(0);
    await dialog.getByRole("link", { name: "routes/lab/[a b]" }).click();
    await expectOpened("routes/lab/[a b]");
    await restoreAll();
    await dialog.waitFor({ state: "hidden" });
    expect(await tab.page.locator("#page-count").textContent()).toBe("Page 1");
    expect(tab.documents).toEqual(["/lab/"]);
    expect(tab.problems).toEqual([]);
    await closeTab(tab);
  });

  it.each([
    ["a Python file", 'import data from "./page.py";', "Python never runs in the browser"],
    ["a module of Node", 'import data from "node:fs";', "node:fs belongs to Node"],
    ["a file that is gone", 'import data from "@/components/gone";', "@/components/gone does not exist"],
  ])(
    "an import of %s shows an error by itself, anew with each load, until it is mended",
    async (_, line, said) => {
      const tab = await openTab(browser);
      const overlay = tab.page.locator("vite-error-overlay .message-body");
      await tab.page.goto(`${server.url}/lab/`);
      await tab.page.locator("#page-count").click();
      await edit("routes/lab/page.tsx", (text) => `${line}\n${text}\nconsole.debug(data);\n`);
      await overlay.filter({ hasText: said }).waitFor();
      await tab.page.reload();
      await overlay.filter({ hasText: said }).waitFor();
      const place = tab.page.locator("vite-error-overlay .file");
      expect(await place.textContent()).toContain(`${file("routes/lab/page.tsx")}:1:`);
      await restoreAll();
      await tab.page.locator("#page-count").waitFor();
      await overlay.waitFor({ state: "hidden" });
      await closeTab(tab);
    },
  );

  it("a file that is removed shows an error where it is imported, until it is back", async () => {
    const tab = await openTab(browser);
    const overlay = tab.page.locator("vite-error-overlay .message-body");
    const part = tab.page.getByText("a part");
    const writePart = () =>
      writeFile(file("routes/lab/part.tsx"), "export const Part = () => <i>a part</i>;\n");
    await writePart();
    restores.push(() => rm(file("routes/lab/part.tsx"), { force: true }));
    await tab.page.goto(`${server.url}/lab/`);
    await edit(
      "routes/lab/page.tsx",
      (text) => `import { Part } from "@/routes/lab/part";\n${text.replace("<p", "<Part /><p")}`,
    );
    await part.waitFor();
    for (const load of [async () => {}, () => tab.page.reload()]) {
      await rm(file("routes/lab/part.tsx"));
      await overlay.filter({ hasText: "@/routes/lab/part does not exist" }).waitFor();
      await load();
      await overlay.filter({ hasText: "@/routes/lab/part does not exist" }).waitFor();
      await writePart();
      await overlay.waitFor({ state: "hidden" });
      await part.waitFor();
    }
    await closeTab(tab);
  });

  it("a list that was closed stays closed until there is another error", async () => {
    const tab = await openTab(browser);
    const dialog = tab.page.getByRole("dialog");
    await tab.page.goto(`${server.url}/lab/`);
    await edit("djk.toml", (text) => `${text}\nnonsense = [\n`);
    await dialog.waitFor();
    await dialog.getByRole("button", { name: "Close" }).click();
    await tab.page.getByRole("button", { name: "1 error" }).waitFor();
    await edit("mysite/admin.py", (text) => `${text}\n1 +\n`);
    await dialog.getByRole("link", { name: "mysite/admin.py" }).waitFor();
    await restoreAll();
    await dialog.waitFor({ state: "hidden" });
    await closeTab(tab);
  });
});

function colourOf(element: Locator): Promise<string> {
  return element.evaluate((shown) => getComputedStyle(shown).color);
}

function colourOfTop(element: Locator): Promise<string> {
  return element.evaluate((shown) => getComputedStyle(shown).borderTopColor);
}

/** Runs `djk check` on the site. */
function check(...args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(inject("djk"), ["check", ...args], { cwd: inject("site") }, (error, output) =>
      resolve({ code: Number(error?.code ?? 0), output }),
    );
  });
}

async function frames(dialog: Locator): Promise<string> {
  return (await dialog.locator("pre.frame").allTextContents()).join("\n");
}
