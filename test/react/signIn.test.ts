import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../e2e/browser.js";

let script: string;
let browser: Browser;
let django: ChildProcess;

beforeAll(async () => {
  const contents = 'import { api } from "./src/react/index.js"; globalThis.api = api;';
  const { outputFiles } = await build({
    ...({ bundle: true, write: false, format: "esm", jsx: "automatic" } as const),
    stdin: { contents, resolveDir: process.cwd() },
    define: { "process.env.NODE_ENV": '"development"' },
  });
  script = outputFiles[0]!.text;
  browser = await launchBrowser();
});

afterAll(() => browser.close());

afterEach(async () => {
  django.kill();
  await once(django, "exit");
});

/** Starts Django; its origin. */
async function serve(storage: string): Promise<string> {
  const env = { ...process.env, PYTHONPATH: join(import.meta.dirname, "../../python/src") };
  const args = [join(import.meta.dirname, "signInSite.py"), storage];
  django = spawn(process.env.DJK_TEST_PYTHON ?? "python3", args, {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [port] = await once(django.stdout!, "data");
  return `http://127.0.0.1:${String(port).trim()}`;
}

test.each(["cookies", "sessions"])(
  "signing in and out through api keeps the next call (%s)",
  async (storage) => {
    const origin = await serve(storage);
    const page = await browser.newPage();
    await page.goto(origin);
    await page.addScriptTag({ type: "module", content: script });
    await page.waitForFunction("globalThis.api");
    const users: string[] = [];
    for (const verb of ["post", "patch", "delete", "patch", "post", "post", "patch"]) {
      const call = `api.${verb}("/api/session").then(({ user }) => user, ({ message }) => message)`;
      users.push(await page.evaluate(call));
    }
    expect(users).toEqual(["ada", "ada", "", "", "ada", "ada", "ada"]);
    await page.close();
  },
);
