import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readdir, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchBrowser, openTab } from "./browser.js";
import { findPort, type Server, serve, status, until } from "./server.js";
import { describeSite } from "./suite.js";

const execute = promisify(execFile);
const site = inject("site");

beforeAll(async () => {
  await execute(inject("djk"), ["build"], { cwd: site });
});

describeSite("start", ["start", "--local"]);

describe("a build", () => {
  let server: Server;

  beforeAll(async () => {
    server = await serve(inject("djk"), ["start", "--local"], site);
  });
  afterAll(async () => {
    await server?.interrupt();
  });

  it("answers an exception with error.tsx, 500 and nothing of what happened", async () => {
    const response = await fetch(`${server.url}/lab/boom/`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret detail");
    const browser = await launchBrowser();
    const tab = await openTab(browser);
    await tab.page.goto(`${server.url}/lab/`);
    await tab.page.getByRole("link", { name: "Boom" }).click();
    await tab.page.getByRole("heading", { name: "Lab error 500" }).waitFor();
    expect(tab.documents).toEqual(["/lab/"]);
    await browser.close();
  });

  it("serves hashed, immutable, compressed files", async () => {
    const html = await (await fetch(`${server.url}/lab/`)).text();
    const script = /src="(\/static\/client\/[^"]+\.js)"/.exec(html)?.[1];
    expect(script).toMatch(/-[\w-]{8,}\.js$/);
    const response = await fetch(server.url + script, { headers: { "Accept-Encoding": "br" } });
    expect(response.headers.get("content-encoding")).toBe("br");
    expect(response.headers.get("cache-control")).toContain("immutable");
  });

  it.each(["/", "/notes/", "/lab/", "/lab/one/", "/lab/slow/", "/lab/missing/", "/nowhere/"])(
    "names in the document of %s exactly the files that the page then needs",
    async (path) => {
      const browser = await launchBrowser();
      const { page, problems } = await openTab(browser);
      const loaded = new Set<string>();
      page.on("request", (request) => {
        const { pathname } = new URL(request.url());
        if (/\.(js|css)$/.test(pathname)) loaded.add(pathname);
      });
      // Without preloads the page asks for what it imports, one after the other: no more and no less was to be named.
      let named: string[] = [];
      await page.route(server.url + path, async (route) => {
        const response = await route.fetch();
        const html = await response.text();
        named = [...html.matchAll(/(?:href|src)="([^"]+\.(?:js|css))"/g)].map((found) => found[1] ?? "");
        await route.fulfill({ response, body: html.replaceAll(/<link rel="modulepreload"[^>]*>/g, "") });
      });
      await page.goto(server.url + path, { waitUntil: "networkidle" });
      await page.getByRole("heading", { level: 1 }).waitFor();
      await browser.close();
      expect(named.filter((file) => file.endsWith(".js")).length).toBeGreaterThan(2);
      expect([...loaded].sort()).toEqual(named.sort());
      expect(problems.filter((text) => !text.startsWith("Failed to load resource"))).toEqual([]);
    },
  );

  it("preloads nothing that the browser finds unused", async () => {
    const browser = await launchBrowser();
    const { page, problems } = await openTab(browser);
    await page.goto(`${server.url}/lab/one/`, { waitUntil: "networkidle" });
    // Chromium warns a few seconds after the load.
    await new Promise((resolve) => setTimeout(resolve, 5000));
    await browser.close();
    expect(problems).toEqual([]);
  });

  it("prints no inline script, so that script-src 'self' suffices", async () => {
    const html = await (await fetch(`${server.url}/lab/one/`)).text();
    const scripts = [...html.matchAll(/<script([^>]*)>/g)].map((found) => found[1] ?? "");
    for (const attributes of scripts) expect(attributes).toMatch(/ src=| type="application\/json"/);
  });

  it("keeps sources and server code out of the static files", async () => {
    const names = await readdir(join(site, "dist/static"), { recursive: true });
    expect(
      names.filter((name) => /\.(py|tsx|ts|jsx|map|toml)$/.test(name) && !name.startsWith("admin")),
    ).toEqual([]);
  });

  it("ends without leaving its port when interrupted", async () => {
    const other = await serve(inject("djk"), ["start", "--local"], site);
    expect(await other.interrupt()).toBe(130);
    expect(await status(other.url)).toBeNull();
  });
});

describe("a start that is interrupted before the site answers", () => {
  const production = { SECRET_KEY: randomBytes(40).toString("base64"), ALLOWED_HOSTS: "127.0.0.1" };

  it.each<[string, string[], string, NodeJS.Signals]>([
    ["while the settings are read for the migrations", ["--local"], "djk_site/settings.py", "SIGINT"],
    ["while migrating", ["--migrate"], "mysite/urls.py", "SIGTERM"],
    ["before the server has its settings", [], "djk_site/settings.py", "SIGTERM"],
    ["while the server loads the site", [], "mysite/urls.py", "SIGINT"],
  ])("ends at once with 130 %s, and leaves nothing", async (_, args, file, signal) => {
    const module = join(site, "dist", file);
    const marker = join(site, "dist/loading");
    const before = await readFile(module, "utf8");
    await writeFile(module, `import time\nopen(${JSON.stringify(marker)}, "w").close()\ntime.sleep(60)\n`);
    try {
      const port = await findPort();
      const env = { ...process.env, ...production };
      const child = spawn(inject("djk"), ["start", ...args, "--port", String(port)], { cwd: site, env });
      const ended = once(child, "exit");
      await until(
        () => existsSync(marker),
        () => `${file} to be imported`,
      );
      const began = performance.now();
      child.kill(signal);
      expect(await ended).toEqual([130, null]);
      expect(performance.now() - began).toBeLessThan(5000);
      expect(await status(`http://127.0.0.1:${port}/`)).toBeNull();
      if (process.platform === "linux") expect(await listProcessesIn(join(site, "dist"))).toEqual([]);
    } finally {
      await writeFile(module, before);
      await rm(marker, { force: true });
    }
  });
});

/** Command lines of the processes whose working directory is `folder`, from `/proc`. */
async function listProcessesIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => null);
    if (cwd === folder) found.push(await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => ""));
  }
  return found;
}

describe("dist/ on a machine that has only Python", () => {
  it("passes check --deploy and serves with gunicorn and with uvicorn from its own requirements", async () => {
    const folder = await mkdtemp(join(tmpdir(), "djk-dist-"));
    try {
      await cp(join(site, "dist"), join(folder, "dist"), { recursive: true });
      const dist = join(folder, "dist");
      const python = join(folder, "venv/bin/python");
      await execute(process.env.DJK_TEST_BASE_PYTHON ?? "python3", ["-m", "venv", join(folder, "venv")]);
      await execute(python, ["-m", "pip", "install", "--quiet", "-r", "requirements.txt"], { cwd: dist });
      const env = {
        PATH: "/usr/bin:/bin",
        SECRET_KEY: randomBytes(40).toString("base64"),
        ALLOWED_HOSTS: "127.0.0.1",
      };
      await execute(python, ["manage.py", "migrate"], { cwd: dist, env });
      const check = await execute(python, ["manage.py", "check", "--deploy"], { cwd: dist, env });
      expect(check.stdout + check.stderr).toContain("System check identified no issues");
      expect(await probe(python, ["-m", "gunicorn", "djk_site.wsgi", "--bind"], dist, env)).toBe(200);
      expect(await probe(python, ["-m", "uvicorn", "djk_site.asgi:application", "--port"], dist, env)).toBe(
        200,
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it("pins exact requirements without djk itself", async () => {
    const lines = (await readFile(join(site, "dist/requirements.txt"), "utf8")).trim().split("\n");
    expect(lines.every((line) => line.startsWith("#") || /^[\w.-]+==[\w.]+$/.test(line))).toBe(true);
    expect(lines.some((line) => /^django==/i.test(line))).toBe(true);
    expect(lines.some((line) => /^djk==/i.test(line))).toBe(false);
  });
});

/** Starts a server on `dist/` and asks for a page as a TLS proxy would. */
async function probe(
  python: string,
  args: string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<number | null> {
  const port = await findPort();
  const target = args.at(-1) === "--bind" ? `127.0.0.1:${port}` : String(port);
  const child = spawn(python, [...args, target], { cwd, env, stdio: "ignore" });
  try {
    for (let attempt = 0; attempt < 200; attempt++) {
      const code = await status(`http://127.0.0.1:${port}/healthz`);
      if (code !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    // Without TLS the page redirects to https: that is what production promises.
    const plain = await status(`http://127.0.0.1:${port}/lab/`);
    expect(plain).toBe(301);
    return await status(`http://127.0.0.1:${port}/healthz`);
  } finally {
    child.kill("SIGTERM");
    await new Promise((resolve) => child.once("exit", resolve));
  }
}
