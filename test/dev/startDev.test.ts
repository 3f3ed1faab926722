import fs, { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { announceMigrated, findOtherSession } from "../../src/dev/otherSession.js";
import { type DevSession, startDev } from "../../src/dev/startDev.js";
import { findBasePython } from "../../src/inspect/interpreter.js";
import { findFreePort } from "../../src/process/findFreePort.js";
import { loadProject } from "../../src/project/loadProject.js";
import { makeFolder } from "../build/folder.js";

const files = {
  "djk.toml": '[site]\npackage = "mysite"\n',
  "routes/page.tsx": "export default () => null;\n",
  "vite.config.js": 'export default { logLevel: "silent" };',
  "manage.py": `import os, sys, time
if "djk_inspect" in sys.argv:
    print('{"converters": [], "handlers": [], "diagnostics": []}')
else:
    from importlib.util import find_spec
    if os.path.exists("broken"):
        sys.exit("it is broken")
    print("djk_site", "is missing" if find_spec("djk_site") is None else "is there")
    print("djk:ready")
    time.sleep(30)
`,
};

/** A server that answers with the urlconf as it was when it started. */
const showsUrls = `import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
if "djk_inspect" in sys.argv:
    print('{"converters": [], "handlers": [], "diagnostics": []}')
    sys.exit()
urls = open(".djk/django/djk_site/urls.py", "rb").read()
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(urls)
    def log_message(self, *args):
        pass
server = HTTPServer(("127.0.0.1", int(sys.argv[-1].split(":")[1])), Handler)
print("djk:ready", flush=True)
server.serve_forever()
`;

let site: string;
let session: DevSession | null;
let printed: string[];

beforeEach(async () => {
  site = await makeFolder(files);
  session = null;
  printed = [];
});
afterEach(async () => {
  limitWatches(null);
  await session?.end();
  await rm(site, { recursive: true });
});

/** @param onLoad called with the number of each reading of the site, before it */
async function start(onLoad: (count: number) => void | Promise<void>, types = false) {
  let count = 0;
  const port = await findFreePort();
  session = await startDev({
    site,
    host: "127.0.0.1",
    port,
    hosts: [],
    certificate: null,
    interpreter: await findBasePython({ python: process.env.DJK_TEST_BASE_PYTHON ?? "python3" }),
    env: process.env,
    types,
    load: async () => {
      await onLoad(++count);
      return loadProject(site, async () => []);
    },
    readSource: () => null,
    print: (text) => printed.push(text),
    colour: false,
  });
  return { session, port, listIds: () => listIds(port) };
}

const { watch } = fs;

/** Makes the system refuse every further watch whose path matches. */
function limitWatches(pattern: RegExp | null, code = "ENOSPC"): void {
  const refuse = (path: string, ...rest: [fs.WatchOptions, fs.WatchListener<string>]) => {
    if (!pattern?.test(path)) return watch(path, ...rest);
    const reason =
      code === "ENOSPC" ? "System limit for number of file watchers reached" : "too many open files";
    throw Object.assign(new Error(`${code}: ${reason}, watch '${path}'`), { code, syscall: "watch" });
  };
  Object.assign(fs, { watch: pattern === null ? watch : refuse });
  syncBuiltinESMExports();
}

async function addPage(name: string): Promise<void> {
  await mkdir(join(site, "routes", name));
  await writeFile(join(site, "routes", name, "page.tsx"), "export default () => null;\n");
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(site, path)), { recursive: true });
  await writeFile(join(site, path), text);
}

async function listIds(port: number): Promise<string[]> {
  const response = await fetch(`http://127.0.0.1:${port}/_djk/@djk/routes.json`);
  return ((await response.json()) as { id: string }[]).map((route) => route.id);
}

test("goes on when a file vanishes while the tree is read", async () => {
  const { session, listIds } = await start((count) => {
    if (count === 2) throw Object.assign(new Error("gone"), { code: "ENOENT", syscall: "scandir" });
  });
  let failure: unknown = null;
  session.failed.catch((error) => {
    failure = error;
  });
  await addPage("first");
  await new Promise((resolve) => setTimeout(resolve, 300));
  await addPage("second");
  await expect.poll(listIds, { timeout: 5000 }).toEqual(["/first", "/second", "/"]);
  expect(failure).toBeNull();
});

test("an error of djk itself ends the session", async () => {
  const { session } = await start((count) => {
    if (count === 2) throw new TypeError("a bug");
  });
  await addPage("first");
  await expect(session.failed).rejects.toThrow("a bug");
});

test("finds the generated package with a manage.py that djk did not write", async () => {
  await start(() => {});
  await expect.poll(() => printed, { timeout: 5000 }).toEqual(["djk_site is there"]);
});

test.each([
  ["djk.toml", files["djk.toml"]],
  ["pyproject.toml", "[project]\n"],
  [".env", ""],
  ["mysite/apps.py", ""],
  [".venv/lib/python3.12/site-packages/some-1.dist-info/RECORD", ""],
])("Django that has failed is started again when %s is written", async (path, text) => {
  await write("broken", "");
  await start(() => {});
  await expect.poll(() => printed, { timeout: 5000 }).toEqual([expect.stringContaining("it is broken")]);
  await rename(join(site, "broken"), join(site, "mended"));
  await write(path, text);
  await expect.poll(() => printed, { timeout: 5000 }).toContain("djk_site is there");
  await expect.poll(() => printed, { timeout: 5000 }).toContain("no errors left");
});

test("Django is started again when migrations were applied", async () => {
  await start(() => {});
  await expect.poll(() => printed, { timeout: 5000 }).toEqual(["djk_site is there"]);
  await announceMigrated(site);
  await expect.poll(() => printed, { timeout: 5000 }).toEqual(["djk_site is there", "djk_site is there"]);
});

test("a request waits while the routes are read again", async () => {
  await addPage("old");
  await write("manage.py", showsUrls);
  let read = () => {};
  const reading = new Promise<void>((resolve) => {
    read = resolve;
  });
  let moved = false;
  const { port } = await start(async () => {
    if (!moved) return;
    read();
    await new Promise((resolve) => setTimeout(resolve, 300));
  });
  const ask = () => fetch(`http://127.0.0.1:${port}/`).then((response) => response.text());
  expect(await ask()).toContain("old");
  moved = true;
  await rename(join(site, "routes/old"), join(site, "routes/new"));
  await reading;
  const answer = await ask();
  expect(answer).toContain("new");
  expect(answer).not.toContain("old");
});

test.each([
  ["valid", []],
  ["invalid", ["routes/[a b]/page.tsx"]],
])(
  "the generated files of a site that is %s come back when they are removed, and Django with them",
  async (_, wrong) => {
    await start(() => {});
    await expect.poll(() => printed, { timeout: 5000 }).toEqual(["djk_site is there"]);
    for (const path of wrong) await write(path, "export default () => null;\n");
    await expect.poll(() => printed.length, { timeout: 5000 }).toBe(1 + wrong.length);
    await rm(join(site, ".djk"), { recursive: true, maxRetries: 3 });
    await expect
      .poll(() => printed.filter((line) => line === "djk_site is there").length, { timeout: 5000 })
      .toBeGreaterThan(1);
    for (const path of [".djk/django/djk_site/urls.py", ".djk/client/entry.tsx"])
      await expect.poll(() => existsSync(join(site, path)), { timeout: 5000 }).toBe(true);
    await expect.poll(() => findOtherSession(site), { timeout: 5000 }).not.toBeNull();
    await rm(join(site, ".djk/client"), { recursive: true, maxRetries: 3 });
    await expect.poll(() => existsSync(join(site, ".djk/client/entry.tsx")), { timeout: 5000 }).toBe(true);
  },
);

test("types of a folder that are removed come back", async () => {
  const types = ".djk/types/routes/(app)/deep/$types.ts";
  await write("routes/(app)/deep/page.tsx", "export default () => null;\n");
  await write(types, ""); // its folder is watched from the beginning
  await start(() => {});
  const read = () => readFile(join(site, types), "utf8").catch(() => "");
  await expect.poll(read, { timeout: 5000 }).not.toBe("");
  await rm(join(site, ".djk/types/routes/(app)"), { recursive: true });
  await expect.poll(read, { timeout: 5000 }).not.toBe("");
});

test("the types of a new page are written before it is checked", async () => {
  const compilerOptions = { strict: true, jsx: "react-jsx", types: [], rootDirs: [".", ".djk/types"] };
  await write("tsconfig.json", JSON.stringify({ compilerOptions, include: ["routes", ".djk/types"] }));
  await write("package.json", "{}");
  await mkdir(join(site, "node_modules"));
  await symlink(
    join(import.meta.dirname, "../../node_modules/typescript"),
    join(site, "node_modules/typescript"),
  );
  let readingMs = 0;
  await start(() => delay(readingMs), true);
  await expect.poll(() => printed.join("\n"), { timeout: 20_000 }).toContain("TS2664"); // of register.ts
  await delay(1000); // no check runs any more
  readingMs = 1000;
  const component =
    'import type { Params } from "./$types";\nexport default (params: Params): number => params;\n';
  await write("routes/new/page.tsx", component);
  await expect.poll(() => printed.join("\n"), { timeout: 20_000 }).toContain("TS2322");
  expect(printed.join("\n")).not.toContain("./$types");
});

test.each([
  ["ENOSPC", "sysctl fs.inotify.max_user_watches="],
  ["EMFILE", "sysctl fs.inotify.max_user_instances="],
])("%s of the watcher is a problem of the system", async (code, hint) => {
  limitWatches(/./, code);
  const problem = { code: "watch-limit", hint: expect.stringContaining(hint) };
  await expect(start(() => {})).rejects.toMatchObject({ diagnostics: [problem] });
});

test("a limit that is reached later ends the session with the same problem", async () => {
  const { session } = await start(() => {});
  limitWatches(/first$/);
  await addPage("first");
  await expect(session.failed).rejects.toMatchObject({ diagnostics: [{ code: "watch-limit" }] });
});

test("a limit that Vite alone reaches is the same problem", async () => {
  await mkdir(join(site, "media"));
  limitWatches(/\/media$/);
  const { session } = await start(() => {});
  await expect(session.failed).rejects.toMatchObject({ diagnostics: [{ code: "watch-limit" }] });
});
