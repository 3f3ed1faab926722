import { spawn } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Diagnostic, ProjectError } from "../../src/diagnostics/diagnostic.js";
import { findFreePort } from "../../src/process/findFreePort.js";
import { findPortOwner } from "../../src/process/findPortOwner.js";
import { isPortFree } from "../../src/process/isPortFree.js";
import { type RunningSite, type StartOptions, startSite } from "../../src/start/startSite.js";
import { supervise } from "../../src/start/supervise.js";
import { makeFolder } from "../build/folder.js";
import { bundleProgram } from "../process/bundleProgram.js";

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
    expect(await refuse(start())).toMatchObject({ code: "build-missing", hint: "Run: djk build" });
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

  test("migrations that fail, with what they said", async () => {
    await writeFile(join(site, "dist/manage.py"), 'import sys\nsys.exit("cannot connect")\n');
    const problem = await refuse(start({ migrate: true }));
    expect(problem).toMatchObject({ code: "migrate-failed", hint: "cannot connect" });
  });
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
