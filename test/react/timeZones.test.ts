import { execFileSync } from "node:child_process";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Envelope, Locale } from "../../src/react/protocol.js";
import { launchBrowser } from "../e2e/browser.js";
import { envelope, Site } from "./site.js";

const DATA = {
  moment: "2026-05-01T22:30:00.5Z",
  naive: "2026-05-01T10:30:00",
  day: "2026-05-01",
  time: "10:30:00",
};

/** Of machines: a renderer's, and then each browser's. */
const MACHINES: [zone: string, language: string][] = [
  ["Pacific/Honolulu", "fr-FR"],
  ["UTC", "en-US"],
  ["Pacific/Kiritimati", "ar-EG"],
];

const DJANGO: [Locale, string[]][] = [
  [
    { language: "en-us", timeZone: "Europe/Berlin" },
    [
      "May 2, 2026, 12:30 AM",
      "May 1, 2026, 10:30 AM",
      "May 1, 2026",
      "10:30 AM",
      "May 2026",
      "May 2, 2026",
      "Friday",
      "12:30:00 AM GMT+2",
      "1,234,567.5",
      "12,345,678,901,234,567,890.25",
    ],
  ],
  [
    { language: "de", timeZone: "America/New_York" },
    [
      "01.05.2026, 18:30",
      "01.05.2026, 10:30",
      "01.05.2026",
      "10:30",
      "Mai 2026",
      "01.05.2026",
      "Freitag",
      "18:30:00 GMT-4",
      "1.234.567,5",
      "12.345.678.901.234.567.890,25",
    ],
  ],
];

let browser: Browser;
let renderer: string;
let scripts: Map<string, Uint8Array>;
let site: Site;

beforeAll(async () => {
  [renderer, scripts, browser] = await Promise.all([bundleRenderer(), bundleClient(), launchBrowser()]);
});

afterAll(() => browser.close());

beforeEach(async () => {
  site = new Site();
  for (const [path, code] of scripts)
    site.answers[path] = (_, response) =>
      response.writeHead(200, { "Content-Type": "text/javascript" }).end(code);
  await site.listen();
});

afterEach(() => site.close());

const bundled = { bundle: true, write: false, jsx: "automatic", logLevel: "silent" } as const;
const development = { "process.env.NODE_ENV": '"development"' };

async function bundleClient(): Promise<Map<string, Uint8Array>> {
  const { outputFiles } = await build({
    ...bundled,
    stdin: {
      contents: 'import { start } from "./src/react/client.js"; void start();',
      resolveDir: process.cwd(),
    },
    entryPoints: [{ in: "test/react/fixtures/times.tsx", out: "times" }],
    entryNames: "[name]",
    outdir: "/static/",
    splitting: true,
    format: "esm",
    define: development,
  });
  return new Map(outputFiles.map((file) => [file.path, file.contents]));
}

/** A program that prints the HTML of the envelope in its first argument. */
async function bundleRenderer(): Promise<string> {
  const contents = `import { renderBranch } from "./src/ssr/renderBranch.js";
import branch from "./test/react/fixtures/times.js";
const envelope = JSON.parse(process.argv.at(-1));
const { html } = await renderBranch({ envelope, branch, url: "/times/", basename: "" });
process.stdout.write(html);`;
  const { outputFiles } = await build({
    ...bundled,
    stdin: { contents, resolveDir: process.cwd() },
    platform: "node",
    format: "esm",
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire("/");' },
    define: development,
  });
  return outputFiles[0]!.text;
}

/** What a renderer prints whose machine is in `zone`. */
function render(first: Envelope, zone: string): string {
  const args = ["--input-type=module", "-", JSON.stringify(first)];
  return execFileSync(process.execPath, args, {
    input: renderer,
    encoding: "utf8",
    env: { ...process.env, TZ: zone, LC_ALL: "ja_JP.UTF-8" },
  });
}

function listTexts(html: string): string[] {
  return [...html.matchAll(/<li>(.*?)<\/li>/g)].map((found) => found[1]!.replace(/<.*?>/g, ""));
}

const cases = DJANGO.flatMap(([locale, texts]) =>
  MACHINES.map(([zone, language]) => ({ locale, texts, zone, language })),
);

test.each(cases)(
  "$locale.language in $locale.timeZone, on machines in $zone",
  async ({ locale, texts, zone, language }) => {
    const first = envelope("/times", DATA, { locale });
    const html = render(first, zone);
    expect(listTexts(html)).toEqual(texts);
    const context = await browser.newContext({ timezoneId: zone, locale: language });
    const page = await context.newPage();
    const messages: string[] = [];
    page.on("console", (message) => messages.push(message.text()));
    page.on("pageerror", (error) => messages.push(String(error)));
    for (const inside of [html, ""]) {
      site.answers["/times/"] = (_, response) =>
        response
          .writeHead(200, { "Content-Type": "text/html" })
          .end(site.document("times", first, "", inside));
      await page.goto(`${site.origin}/times/`);
      await page.waitForSelector("#times");
      await page.waitForLoadState("networkidle");
      expect(await page.locator("#times li").allTextContents()).toEqual(texts);
      expect(await page.locator("time").first().getAttribute("datetime")).toBe(DATA.moment);
    }
    expect(await page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone")).toBe(zone);
    expect(messages.filter((text) => !text.includes("React DevTools"))).toEqual([]);
    await context.close();
  },
);
