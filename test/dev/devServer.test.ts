import { chmod, readFile, rm } from "node:fs/promises";
import { createServer as createHttpServer, request } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { join } from "node:path";
import { createServer, mergeConfig, type ViteDevServer } from "vite";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { createViteConfig } from "../../src/build/viteConfig.js";
import { type DevServerOptions, startDevServer } from "../../src/dev/devServer.js";
import type { DjangoState } from "../../src/dev/djangoProcess.js";
import { findFreePort } from "../../src/process/findFreePort.js";
import { loadProject } from "../../src/project/loadProject.js";
import { makeFolder } from "../build/folder.js";

const files = {
  "djk.toml": '[site]\npackage = "mysite"\n',
  "routes/page.tsx": "export default () => null;\n",
  "mysite/models.py": "SECRET = 1\n",
  "db.sqlite3": "rows",
  "shop.db": "rows",
  "shop.db-wal": "rows",
  ".djk/secret-key": "key",
  ".djk/https/key.pem": "key",
  ".env": "PASSWORD=x",
  "data.json": "{}",
  "public/robots.txt": "robots",
  editor: '#!/bin/sh\necho "$@" >> "$(dirname "$0")/opened"\n',
  "vite.config.js": 'export default { logLevel: "silent" };',
};

let site: string;
let end: () => Promise<void>;
let vite: ViteDevServer;
let options: DevServerOptions;
let state: DjangoState = { kind: "up" };
const lines: string[] = [];
const django = createHttpServer((incoming, response) => response.end(`django ${incoming.url}`));

beforeAll(async () => {
  site = await makeFolder(files);
  const project = await loadProject(site, async () => []);
  await new Promise<void>((resolve) => django.listen(0, "127.0.0.1", resolve));
  const { config } = await createViteConfig({ site, mode: "dev", base: "/_djk/" });
  options = {
    site,
    host: "127.0.0.1",
    port: await findFreePort(),
    certificate: null,
    onViteRestart: () => {},
    onViteFailure: () => {},
    django: { port: (django.address() as AddressInfo).port, ready: async () => state },
    table: () => project.table,
    startVite: async (upgrades) => {
      const own = { server: { middlewareMode: true, ws: { server: upgrades }, allowedHosts: [".lan"] } };
      vite = await createServer({ ...mergeConfig(config, own), optimizeDeps: { noDiscovery: true } });
      return vite;
    },
    onRequest: ({ url, status }) => lines.push(`${url} ${status}`),
  };
  end = await startDevServer(options);
});
afterAll(async () => {
  await end();
  django.close();
  await rm(site, { recursive: true });
});

/** Status and body; `fetch` would neither send another host nor keep a path as it is. */
function get(path: string, host = "localhost", further = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { Host: host, ...further };
    const target = { host: "127.0.0.1", port: options.port, path, headers, agent: false };
    request(target, (response) => {
      let body = "";
      response.on("data", (data) => {
        body += data;
      });
      response.on("end", () => resolve(`${response.statusCode} ${body}`));
    })
      .once("error", reject)
      .end();
  });
}

test("djk's own answers lie below its base, the files of public/ and Django's at the root", async () => {
  expect(await get("/_djk/@djk/table.json")).toMatch(/^200 \{"version":1,.*"rows":\[\["","\/"\]\]/);
  expect(await get("/_djk/@djk/routes.json")).toMatch(/^200 \[\{"id":"\/","kind":"page"/);
  expect(await get("/_djk/@djk/reload.js")).toMatch(/^200 import .*"djk:data"/s);
  expect(await get("/robots.txt")).toBe("200 robots");
  expect(await get("/posts/?page=2")).toBe("200 django /posts/?page=2");
  expect(await get("//")).toBe("200 django //");
  expect(lines).toEqual(["/posts/?page=2 200", "// 200"]);
});

test("nothing of djk's own answers to a name that leads here from elsewhere", async () => {
  for (const path of ["@djk/table.json", "@djk/routes.json", "__open-in-editor?file=x", "data.json"])
    expect(await get(`/_djk/${path}`, "evil.example:8000"), path).toBe(
      '403 djk dev does not answer to the host "evil.example".\n' +
        "If that is yours, start it with: DJK_DEV_HOSTS=evil.example npx djk dev\n",
    );
  for (const host of ["localhost:1", "shop.localhost", "192.168.0.7:8000", "[::1]:8000", "lan", "BOX.lan:80"])
    expect(await get("/_djk/data.json", host), host).toBe("200 {}");
});

test("a file of public/ does not answer to it either: Django knows whom to refuse", async () => {
  expect(await get("/robots.txt", "evil.example")).toBe("200 django /robots.txt");
});

test("what Django printed before it failed is for nobody else either", async () => {
  state = { kind: "failed", output: "KeyError: 'PASSWORD'" };
  onTestFinished(() => {
    state = { kind: "up" };
  });
  expect(await get("/posts/")).toMatch(/^502 [\s\S]*KeyError/);
  expect(await get("/posts/", "evil.example")).toMatch(/^403 djk dev does not answer/);
});

test("the CSRF token below djk's own prefix is Django's", async () => {
  expect(await get("/_djk/csrf")).toBe("200 django /_djk/csrf");
  expect(await get("/_djk/csrf?x=1")).toBe("200 django /_djk/csrf?x=1");
  expect(await get("/_djk/csrf/x")).toMatch(/^404/);
});

test("a file opens in the editor by its path in the site, wherever djk was started", async () => {
  await chmod(join(site, "editor"), 0o755);
  vi.stubEnv("LAUNCH_EDITOR", join(site, "editor"));
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  for (const file of ["routes/page.tsx", join(site, "data.json")])
    expect(await get(`/_djk/__open-in-editor?file=${encodeURIComponent(file)}`)).toMatch(/^200/);
  await expect
    .poll(async () => (await readFile(join(site, "opened"), "utf8")).split("\n").sort())
    .toEqual(["", join(site, "data.json"), join(site, "routes/page.tsx")]);
});

test.runIf(process.platform === "linux")("an editor that needs the terminal is not started", async () => {
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  vi.stubEnv("PATH", ""); // no list of what runs
  vi.stubEnv("LAUNCH_EDITOR", undefined);
  vi.stubEnv("VISUAL", undefined);
  vi.stubEnv("EDITOR", "vim");
  expect(await get("/_djk/__open-in-editor?file=x")).toMatch(/^501 .*LAUNCH_EDITOR=code/);
});

test("a page of another origin opens no file in the editor", async () => {
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  vi.stubEnv("LAUNCH_EDITOR", join(site, "editor"));
  for (const path of ["__open-in-editor", "__OPEN-in-editor/"])
    for (const origin of ["cross-site", "same-site"])
      expect(await get(`/_djk/${path}?file=x`, "localhost", { "Sec-Fetch-Site": origin })).toBe(
        "403 Forbidden",
      );
  for (const origin of ["same-origin", "none"])
    expect(await get("/_djk/__open-in-editor?file=x", "localhost", { "Sec-Fetch-Site": origin })).toMatch(
      /^200/,
    );
});

test.each([
  "mysite/models.py",
  "db.sqlite3",
  "shop.db",
  "shop.db-wal",
  ".djk/secret-key",
  ".djk/https/key.pem",
  ".env",
  "djk.toml",
])("%s is the server's alone", async (path) => {
  for (const prefix of ["/_djk/", `/_djk/@fs${site}/`]) expect(await get(prefix + path)).toMatch(/^40[34] /);
  expect(await get("/_djk/data.json")).toBe("200 {}");
});

test.each(["/_djk/robots.txt", "/_djk/nothing"])(
  "%s is not found, whatever lies at the root",
  async (path) => {
    expect(await get(path)).toMatch(/^404 /);
  },
);

test("no path leads out of public/", async () => {
  for (const path of ["/../djk.toml", "/..%2fdjk.toml", "/%2e%2e/djk.toml", "/..%5cdjk.toml"])
    expect(await get(path)).toBe(`200 django ${path}`);
});

test("a port that is taken in the meantime ends Vite, too", async () => {
  const taken = createTcpServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const { port } = taken.address() as AddressInfo;
  let closed = false;
  const startVite = async (): Promise<ViteDevServer> => {
    return Object.create(vite, { close: { value: async () => (closed = true) } });
  };
  await expect(startDevServer({ ...options, port, startVite })).rejects.toThrow("EADDRINUSE");
  expect(closed).toBe(true);
  taken.close();
});
