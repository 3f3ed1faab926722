import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Diagnostic, ProjectError } from "../../src/diagnostics/diagnostic.js";
import { findFreePort } from "../../src/process/findFreePort.js";
import { findPortOwner } from "../../src/process/findPortOwner.js";
import { isPortFree } from "../../src/process/isPortFree.js";
import { type RunningSite, type StartOptions, startSite } from "../../src/start/startSite.js";
import { supervise } from "../../src/start/supervise.js";
import { makeFolder } from "../build/folder.js";
import { bundleProgram } from "../process/bundleProgram.js";
import { confine } from "../process/confine.js";

const python = process.env.DJK_TEST_PYTHON ?? "";

const wsgi = `import os

def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{environ['PATH_INFO']} {os.environ['DJK_ENV']} {os.environ.get('DJK_LOCAL', '')}".encode()]
`;

const asgi = `async def application(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-server", b"asgi")]})
    await send({"type": "http.response.body", "body": b""})
`;

const build = {
  "dist/manifest.json": '{"version": 1, "server": "wsgi"}',
  "dist/gunicorn.conf.py": 'wsgi_app = "djk_site.wsgi:application"\ncontrol_socket_disable = True\n',
  "dist/djk_site/wsgi.py": wsgi,
  "dist/djk_site/asgi.py": asgi,
  "dist/manage.py": 'import sys\nopen("migrated", "w").write(" ".join(sys.argv[1:]))\n',
};

let site: string;
let lines: string[];
let running: RunningSite | null;

beforeEach(async () => {
  site = await makeFolder(build);
  lines = [];
  running = null;
});

afterEach(async () => {
  await running?.end();
  await rm(site, { recursive: true });
});

async function options(change: Partial<StartOptions> = {}): Promise<StartOptions> {
  return {
    site,
    interpreter: { path: python },
    host: "127.0.0.1",
    port: await findFreePort(),
    workers: 1,
    migrate: false,
    local: false,
    signal: new AbortController().signal,
    print: (line) => lines.push(line),
    ...change,
  };
}

async function start(change: Partial<StartOptions> = {}): Promise<RunningSite> {
  running = await startSite(await options(change));
  return running;
}

async function refuse(started: Promise<unknown>): Promise<Diagnostic> {
  const error = await started.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ProjectError);
  return (error as ProjectError).diagnostics[0]!;
}

async function waitUntil(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited in vain; the output was:\n${lines.join("\n")}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe("djk start", () => {
  test("serves the build as in production, and ends without leaving its port", async () => {
    const { url, end } = await start();
    expect(await (await fetch(`${url}books/`)).text()).toBe("/books/ production ");
    await end();
    expect(await isPortFree(Number(new URL(url).port))).toBe(true);
  });

  test("serves a build with async handlers with uvicorn", async () => {
    await writeFile(join(site, "dist/manifest.json"), '{"version": 1, "server": "asgi"}');
    const { url } = await start();
    const response = await fetch(url);
    expect(response.headers.get("x-server")).toBe("asgi");
  });

  test("--local says so to the site and migrates", async () => {
    const { url } = await start({ local: true });
    expect(await (await fetch(url)).text()).toBe("/ production 1");
    expect(await readFile(join(site, "dist/migrated"), "utf8")).toBe("migrate --noinput");
  });

  test("a server that is killed is started again", async () => {
    const { url } = await start();
    const port = Number(new URL(url).port);
    const owner = await findPortOwner(port);
    process.kill(owner!.pid, "SIGKILL");
    await waitUntil(() => lines.some((line) => /was ended by SIGKILL; starting it again/.test(line)));
    await waitUntil(async () => (await fetch(url).catch(() => null))?.status === 200);
  });

  test.runIf(process.platform === "linux")(
    "nothing outlives a parent that is killed with SIGKILL",
    async () => {
      const wanted = await options({ workers: 2 });
      const program = await bundleProgram(
        site,
        `import { startSite } from "./src/start/startSite.ts";
const { signal } = new AbortController();
const { url } = await startSite({ ...${JSON.stringify(wanted)}, signal, print: () => {} });
console.log(url);`,
      );
      const parent = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "inherit"] });
      await new Promise((resolve) => parent.stdout.once("data", resolve));
      expect(await isPortFree(wanted.port)).toBe(false);
      parent.kill("SIGKILL");
      await waitUntil(() => isPortFree(wanted.port));
    },
  );
});

describe("djk start refuses", () => {
  test("a site that was not built", async () => {
    await rm(join(site, "dist"), { recursive: true });
    expect(await refuse(start())).toMatchObject({ code: "build-missing", hint: "Run: npx djk build" });
  });

  test("a port that is taken, and names who has it", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const problem = await refuse(start({ port }));
      expect(problem.code).toBe("port-busy");
      expect(problem.message).toContain(`port ${port} is taken`);
      if (process.platform === "linux") expect(problem.message).toContain(`process ${process.pid}`);
    } finally {
      server.close();
    }
  });

  test("a build that does not start, with what it said", async () => {
    await writeFile(join(site, "dist/djk_site/wsgi.py"), 'raise RuntimeError("no such database")\n');
    const problem = await refuse(start());
    expect(problem.code).toBe("start-failed");
    expect(problem.hint).toContain("no such database");
  });

  test.each([
    ["cut off", '{"version": 1, "ser', "is not the JSON that djk build writes"],
    ["of another kind", "null", "is not the JSON that djk build writes"],
    ["of another djk", '{"version": 2, "server": "wsgi"}', "has version 2; this djk serves version 1"],
    ["without a server", '{"version": 1}', 'has the server none, not "wsgi" or "asgi"'],
  ])("a manifest that is %s", async (_, text, message) => {
    await writeFile(join(site, "dist/manifest.json"), text);
    expect(await refuse(start())).toMatchObject({
      code: "manifest-invalid",
      message: `dist/manifest.json ${message}`,
      hint: "Build again with this djk: npx djk build",
    });
  });

  test("a manifest that is a folder, and a dist/ that is a file", async () => {
    await rm(join(site, "dist/manifest.json"));
    await mkdir(join(site, "dist/manifest.json"));
    expect(await refuse(start())).toMatchObject({ code: "manifest-invalid" });
    await rm(join(site, "dist"), { recursive: true });
    await writeFile(join(site, "dist"), "");
    expect(await refuse(start())).toMatchObject({ code: "build-missing" });
  });

  test("an interpreter that went after it was found, when it serves and when it migrates", async () => {
    const gone = { interpreter: { path: join(site, ".venv/bin/python") } };
    const served = await refuse(start(gone));
    expect(served.code).toBe("start-failed");
    expect(served.message).toContain(gone.interpreter.path);
    const migrated = await refuse(start({ ...gone, migrate: true }));
    expect(migrated).toMatchObject({ code: "migrate-failed", hint: expect.stringContaining("djk setup") });
  });

  test("an interpreter without the server of the build, with the command that installs it", async () => {
    const bare = join(site, "python");
    await writeFile(bare, `#!/bin/sh\nexec "${python}" -S "$@"\n`, { mode: 0o755 });
    expect(await refuse(start({ interpreter: { path: bare } }))).toMatchObject({
      code: "start-failed",
      message: expect.stringMatching(/: gunicorn is not installed in .*python$/),
      hint: `run: ${bare} -m pip install -r dist/requirements.txt`,
    });
  });

  test("a folder for the data that this user may not write to", async () => {
    const wanted = await options({ migrate: true });
    await mkdir(join(site, "data"), { mode: 0o555 });
    await writeFile(join(site, "dist/manage.py"), 'open("../data/db.sqlite3", "w")\n');
    const program = await bundleProgram(
      site,
      `import { startSite } from "./src/start/startSite.ts";
const { signal } = new AbortController();
await startSite({ ...${JSON.stringify(wanted)}, signal, print: () => {} }).catch((error) => {
  console.log(JSON.stringify(error.diagnostics));
});`,
    );
    const [command, args] = confine(process.execPath, [program]);
    const env = { ...process.env, DJK_DATA_DIR: join(site, "data") };
    const { stdout } = await promisify(execFile)(command, args, { env });
    expect(JSON.parse(stdout)).toMatchObject([
      {
        code: "migrate-failed",
        message: expect.stringContaining(`this user may not write to the data folder ${site}/data`),
        hint: expect.stringContaining("DJK_DATA_DIR="),
      },
    ]);
  });

  test("migrations that fail, with what they said", async () => {
    await writeFile(join(site, "dist/manage.py"), 'import sys\nsys.exit("cannot connect")\n');
    const problem = await refuse(start({ migrate: true }));
    expect(problem).toMatchObject({ code: "migrate-failed", hint: "cannot connect" });
  });
});

describe("a start that is given up", () => {
  test.each([
    ["before the server listens", "dist/gunicorn.conf.py"],
    ["while the site is loaded", "dist/djk_site/wsgi.py"],
  ])("%s ends at once, with the reason, and frees the port", async (_, file) => {
    const before = await readFile(join(site, file), "utf8");
    await writeFile(join(site, file), `open("loading", "w")\nimport time\ntime.sleep(60)\n${before}`);
    const stop = new AbortController();
    const wanted = await options({ signal: stop.signal, workers: 2 });
    const started = startSite(wanted);
    started.catch(() => {});
    await waitUntil(() => existsSync(join(site, "dist/loading")));
    const began = performance.now();
    stop.abort(new Error("enough"));
    await expect(started).rejects.toThrow("enough");
    expect(performance.now() - began).toBeLessThan(5000);
    expect(await isPortFree(wanted.port)).toBe(true);
  });

  test("before it began starts nothing", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(startSite(await options({ signal, local: true }))).rejects.toThrow("enough");
    expect(existsSync(join(site, "dist/migrated"))).toBe(false);
    expect(lines).toEqual([]);
  });
});

test("between the two renames of a running build a start does not take the former build back", async () => {
  await mkdir(join(site, ".djk/build"), { recursive: true });
  await mkdir(join(site, `.djk/build/next-${process.ppid}`));
  await rename(join(site, "dist"), join(site, ".djk/build/previous"));
  expect(await refuse(start())).toMatchObject({ code: "build-missing" });
  await rm(join(site, `.djk/build/next-${process.ppid}`), { recursive: true });
  expect((await fetch((await start()).url)).status).toBe(200);
});

test("a server that keeps dying is given up, loudly", async () => {
  const port = await findFreePort();
  const server = `import http.server, threading, os, time
class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        threading.Timer(0.1, lambda: (print("out of memory", flush=True), os._exit(9))).start()
http.server.HTTPServer(("127.0.0.1", ${port}), Health).serve_forever()`;
  const { ended } = await supervise({
    command: python,
    args: ["-c", `${server.replace("serve_forever", "handle_request")}; time.sleep(1)`],
    cwd: site,
    env: process.env,
    healthUrl: `http://127.0.0.1:${port}/`,
    backOff: [0, 0],
    signal: new AbortController().signal,
    print: (line) => {
      lines.push(line);
      if (line.includes("starting it again")) void pokeUntilDead(port);
    },
  });
  const problem = await refuse(ended);
  expect(problem).toMatchObject({
    code: "start-failed",
    message: "the server ended with status 9, 3 times in a row",
  });
  expect(problem.hint).toContain("out of memory");
});

/** Asks once a server listens, which makes the one of the test above die. */
async function pokeUntilDead(port: number): Promise<void> {
  await waitUntil(async () => (await fetch(`http://127.0.0.1:${port}/`).catch(() => null)) !== null);
}
