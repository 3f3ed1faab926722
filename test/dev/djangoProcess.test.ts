import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Django, type DjangoState, startDjango } from "../../src/dev/djangoProcess.js";
import { findExecutable } from "../../src/inspect/findExecutable.js";
import { makeFolder } from "../build/folder.js";

/** Notes its process id, says that it listens and takes a moment to end. */
const manage = `import os, signal, sys, time

def end(*args):
    time.sleep(0.3)
    sys.exit()

signal.signal(signal.SIGTERM, end)
with open("pids", "a") as pids:
    pids.write(f"{os.getpid()}\\n")
print("starting", os.environ["NAME"], *(["from standby"] if "djk.standby" in sys.orig_argv else []))
if os.path.exists("broken"):
    sys.exit("it is broken")
print("djk:ready")
print("serving")
time.sleep(30)
`;

const runtime = join(import.meta.dirname, "../../python/src");

let site: string;
let python: string;
let django: Django | null;
let lines: string[];
let states: DjangoState[];

beforeEach(async () => {
  site = await makeFolder({ "manage.py": manage });
  python = join(site, "python");
  await symlink(findExecutable("python3") ?? "", python);
  lines = [];
  states = [];
  django = null;
});
afterEach(async () => {
  await django?.end();
  await rm(site, { recursive: true });
});

async function start(onLine = (_: string) => {}): Promise<Django> {
  django = await startDjango({
    site,
    python,
    env: { ...process.env, NAME: "one", PYTHONPATH: runtime },
    onLine: (line) => {
      lines.push(line);
      onLine(line);
    },
    onState: (state) => states.push(state),
  });
  return django;
}

async function listAlive(): Promise<number[]> {
  const pids = (await readFile(join(site, "pids"), "utf8")).trim().split("\n").map(Number);
  return pids.filter((pid) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  });
}

test("what it prints before it is up reaches the terminal, too", async () => {
  expect(await (await start()).ready()).toEqual({ kind: "up" });
  await expect.poll(() => lines).toEqual(["starting one", "serving"]);
});

test("what it printed before it gave up is in the state", async () => {
  await rm(join(site, "manage.py"));
  const state = await (await start()).ready();
  expect(state).toMatchObject({ kind: "failed", output: expect.stringContaining("manage.py") });
  expect(lines).toEqual([]);
});

test("it is tried again only while it has failed", async () => {
  await writeFile(join(site, "broken"), "");
  const running = await start();
  expect(await running.ready()).toMatchObject({ kind: "failed" });
  await rm(join(site, "broken"));
  running.retry();
  expect(await running.ready()).toEqual({ kind: "up" });
  const alive = await listAlive();
  running.retry();
  await running.ready();
  expect(await listAlive()).toEqual(alive);
});

test("many restarts at once lead to one process", async () => {
  const running = await start();
  await running.ready();
  for (let i = 0; i < 3; i++) running.restart();
  await running.ready();
  expect(await listAlive()).toHaveLength(1);
  expect(states).toEqual([{ kind: "up" }, { kind: "up" }]);
});

/** Calls after so many turns of the microtask queue. */
async function wait(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await null;
}

test.each([0, 1, 2, 3, 4])(
  "a restart %i turns after Django has come up, and before that is known, is not lost",
  async (turns) => {
    let asked = false;
    const running = await start((line) => {
      if (line !== "starting one" || asked) return;
      asked = true;
      void wait(turns).then(() => running.restart());
    });
    await running.ready();
    await expect
      .poll(async () => (await readFile(join(site, "pids"), "utf8")).trim().split("\n"), { timeout: 5000 })
      .toHaveLength(2);
  },
);

test.each([0, 50, 340])("ended %i ms after a restart began, it leaves no process", async (milliseconds) => {
  const running = await start();
  await running.ready();
  running.restart();
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  await running.end();
  expect(await listAlive()).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await listAlive()).toEqual([]);
});

test("an interpreter that is gone is a failure, and it starts when that is back", async () => {
  const running = await start();
  await running.ready();
  await rm(python);
  running.restart();
  expect(await running.ready()).toMatchObject({
    kind: "failed",
    output: expect.stringContaining("Cannot run"),
  });
  await symlink(findExecutable("python3") ?? "", python);
  running.restart();
  expect(await running.ready()).toEqual({ kind: "up" });
});

/** Process ids of the Pythons in the site that have not become Django. */
async function listWaiting(): Promise<number[]> {
  const started = (await readFile(join(site, "pids"), "utf8")).trim().split("\n").map(Number);
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && !started.includes(pid) && runsStandby(pid));
}

function runsStandby(pid: number): boolean {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return command.includes("djk.standby") && readlinkSync(`/proc/${pid}/cwd`) === site;
  } catch {
    return false;
  }
}

test("a restart is made by a process that waited for it", async () => {
  const running = await start();
  await running.ready();
  for (const count of [1, 2]) {
    await expect.poll(listWaiting, { timeout: 5000 }).toHaveLength(1);
    running.restart();
    expect(await running.ready()).toEqual({ kind: "up" });
    await expect.poll(() => lines.filter((line) => line === "starting one from standby")).toHaveLength(count);
  }
});

test("a restart takes another way when the process that waited is gone", async () => {
  const running = await start();
  await running.ready();
  await expect.poll(listWaiting, { timeout: 5000 }).toHaveLength(1);
  for (const pid of await listWaiting()) process.kill(pid, "SIGKILL");
  await expect.poll(listWaiting).toEqual([]);
  running.restart();
  expect(await running.ready()).toEqual({ kind: "up" });
  await expect.poll(() => lines.filter((line) => line === "starting one")).toHaveLength(2);
});

test("at the end no process waits any more", async () => {
  const running = await start();
  await running.ready();
  await expect.poll(listWaiting, { timeout: 5000 }).toHaveLength(1);
  await running.end();
  expect(await listWaiting()).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(await listWaiting()).toEqual([]);
});
