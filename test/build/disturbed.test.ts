import { type ChildProcess, execFile } from "node:child_process";
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { confine } from "../process/confine.js";
import {
  buildOnce,
  hashTree,
  listLeftovers,
  type Outcome,
  readOutcome,
  spawnPython,
  writeBuilder,
  writeProgram,
} from "./builder.js";
import { writeShop } from "./shop.js";

const execute = promisify(execFile);
const python = process.env.DJK_TEST_PYTHON ?? "";

// Each test builds several times, and a busy machine takes ten times as long as an idle one.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

let folder: string;
let builder: string;
let site: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "djk-disturbed-"));
  builder = await writeBuilder(folder);
  await mkdir(join(folder, "built"));
  await writeShop(join(folder, "built"));
  expect(await build(join(folder, "built"))).toMatchObject({ diagnostics: [], stderr: "" });
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  site = join(folder, "site");
  await cp(join(folder, "built"), site, { recursive: true, verbatimSymlinks: true });
});

afterEach(async () => {
  await execute("chmod", ["-R", "u+rwX", site]);
  await rm(site, { recursive: true, maxRetries: 5, retryDelay: 100 });
});

function start(where = site): ChildProcess {
  return spawnPython(process.execPath, [builder, where, python]);
}

function build(where = site): Promise<Outcome> {
  return readOutcome<Outcome>(start(where));
}

/** Builds as a user whom permissions bind. */
function buildConfined(): Promise<Outcome> {
  return readOutcome<Outcome>(spawnPython(...confine(process.execPath, [builder, site, python])));
}

async function setPrice(price: string): Promise<void> {
  await writeFile(join(site, "prices.py"), `EURO = "${price}"\n`);
}

describe("where a build may not write", () => {
  test.each([
    ["a read-only .djk", ".djk"],
    ["a read-only folder of stages", ".djk/build"],
    ["a site folder without write permission", "."],
    ["a former build of another user", "dist"],
  ])("%s is one problem, and the former build stays whole", async (_, place) => {
    const former = await hashTree(join(site, "dist"));
    if (place === ".djk") await rm(join(site, ".djk/build"), { recursive: true });
    await setPrice("EUR");
    await chmod(join(site, place), 0o555);
    const refused = await buildConfined();
    expect(refused).toMatchObject({ build: null, diagnostics: [{ code: "file-access" }], stderr: "" });
    expect(refused.diagnostics[0]?.message).toMatch(/: this user may not \(EACCES\)$/);
    expect(refused.diagnostics).toHaveLength(1);
    expect(await hashTree(join(site, "dist"))).toBe(former);
    await chmod(join(site, place), 0o755);
    expect((await buildConfined()).diagnostics).toEqual([]);
    expect(await listLeftovers(site)).toEqual([]);
    expect(await readFile(join(site, "dist/prices.py"), "utf8")).toContain("EUR");
  });

  test.each([
    ["file", "public/robots.txt", 0o000, /^cannot copy public\/robots\.txt to /],
    ["folder", "public/deep", 0o400, /^cannot copy public\/deep\/map\.svg to /],
  ])(
    "a %s of the site that this user may not read is named, not left out",
    async (_, path, mode, message) => {
      await mkdir(join(site, "public/deep"));
      await writeFile(join(site, "public/deep/map.svg"), "<svg/>");
      await chmod(join(site, path), mode);
      const { diagnostics } = await buildConfined();
      expect(diagnostics).toMatchObject([{ code: "file-access", message: expect.stringMatching(message) }]);
      expect(await listLeftovers(site)).toEqual([]);
    },
  );

  test("a file called .djk is named", async () => {
    await rm(join(site, ".djk"), { recursive: true });
    await writeFile(join(site, ".djk"), "mine");
    expect((await build()).diagnostics).toMatchObject([
      { code: "file-access", message: expect.stringMatching(/^cannot make \.djk/) },
    ]);
    expect(await readFile(join(site, ".djk"), "utf8")).toBe("mine");
  });
});

describe("what stands in the place of dist/", () => {
  test("a file is left to its owner", async () => {
    await rm(join(site, "dist"), { recursive: true });
    await writeFile(join(site, "dist"), "mine");
    expect((await build()).diagnostics).toMatchObject([
      { code: "dist-occupied", message: "dist is a file, where djk build writes a folder" },
    ]);
    expect(await readFile(join(site, "dist"), "utf8")).toBe("mine");
    expect(await listLeftovers(site)).toEqual([]);
  });

  test.each([
    ["a link to a folder", "released"],
    ["a link to nothing", "absent"],
  ])("%s is left to its owner", async (_, target) => {
    const released = join(site, "released");
    await cp(join(site, "dist"), released, { recursive: true });
    await rm(join(site, "dist"), { recursive: true });
    await symlink(target, join(site, "dist"));
    const former = await hashTree(released);
    expect((await build()).diagnostics).toMatchObject([{ code: "dist-occupied" }]);
    expect(await readlink(join(site, "dist"))).toBe(target);
    expect(await hashTree(released)).toBe(former);
    expect(await listLeftovers(site)).toEqual([]);
  });

  test("a build whose client files are gone is replaced", async () => {
    await rm(join(site, "dist/static/client"), { recursive: true });
    expect((await build()).diagnostics).toEqual([]);
    expect(await hashTree(join(site, "dist"))).toBe(await hashTree(join(folder, "built/dist")));
  });
});

describe("two builds at once", () => {
  test("the second is refused and names the first, which ends as if alone", async () => {
    const first = start();
    const outcome = readOutcome<Outcome>(first);
    await waitForStage();
    const second = await build();
    expect(second.diagnostics).toMatchObject([{ code: "build-running" }]);
    expect(second.diagnostics[0]?.message).toContain(`process ${first.pid}`);
    expect((await outcome).diagnostics).toEqual([]);
    expect(await hashTree(join(site, "dist"))).toBe(await hashTree(join(folder, "built/dist")));
    expect(await listLeftovers(site)).toEqual([]);
  });

  test("of those that begin in the same moment one builds and the others are refused", async () => {
    const outcomes = await Promise.all([build(), build(), build()]);
    expect(outcomes.filter((outcome) => outcome.build !== null).length).toBeGreaterThan(0);
    const problems = outcomes.flatMap((outcome) => outcome.diagnostics.map(({ code }) => code));
    expect(problems).toEqual(problems.map(() => "build-running"));
    expect(await hashTree(join(site, "dist"))).toBe(await hashTree(join(folder, "built/dist")));
    expect(await listLeftovers(site)).toEqual([]);
  });
});

async function waitForStage(): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await readdir(join(site, ".djk/build"))).some((name) => name.startsWith("next-"))) {
    if (Date.now() > deadline) throw new Error("the build has made no stage");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const kills = 20;
const killsPerBuild = 5;

test("a build that is killed at any moment leaves a whole dist/, and the next one heals", async () => {
  const whole = new Map([["€", await hashTree(join(site, "dist"))]]);
  await setPrice("EUR");
  const began = performance.now();
  expect((await build()).diagnostics).toEqual([]);
  const duration = performance.now() - began;
  whole.set("EUR", await hashTree(join(site, "dist")));
  expect(new Set(whole.values()).size).toBe(2);
  for (let kill = 0; kill < kills; kill++) {
    const price = kill % 2 === 0 ? "€" : "EUR";
    await setPrice(price);
    await killAfter((duration * (kill + Math.random())) / kills);
    expect([...whole.values()], `dist/ after kill ${kill}`).toContain(await hashTree(join(site, "dist")));
    // Each build that is killed has healed what the one before it left; some are let through to look at the result.
    if (kill % killsPerBuild < killsPerBuild - 1) continue;
    expect((await build()).diagnostics).toEqual([]);
    expect(await hashTree(join(site, "dist"))).toBe(whole.get(price));
    expect(await listLeftovers(site)).toEqual([]);
  }
});

async function killAfter(milliseconds: number): Promise<void> {
  const building = start();
  const closed = new Promise((resolve) => building.once("exit", resolve));
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  building.kill("SIGKILL");
  await closed;
}

interface FullDisk {
  refused: { code: string; message: string }[][];
  isWhole: boolean[];
  leftovers: number;
  healed: Outcome;
}

test.runIf(process.platform === "linux")(
  "a disk that is full at any point of a build is one problem each time, and the former build stays whole",
  async () => {
    const disk = join(folder, "disk");
    const place = join(folder, "fullDisk");
    await Promise.all([mkdir(disk), mkdir(place)]);
    const program = await writeProgram(place, fullDisk);
    // A mount of this test's own: root may make one, others in a namespace of users.
    const namespace = userInfo().uid === 0 ? ["--mount"] : ["--mount", "--user", "--map-root-user"];
    const script =
      'mount -t tmpfs -o size=64m none "$1" && cp -a "$2/." "$1" && exec "$3" "$4" "$1" "$5" || echo "this system lets the test mount no tmpfs: run it as root, or allow user namespaces" >&2';
    const args = [...namespace, "sh", "-c", script, "sh", disk, site, process.execPath, program, python];
    const outcome = await readOutcome<FullDisk>(spawnPython("unshare", args));
    expect(outcome.refused.map((problems) => problems.map(({ code }) => code))).toEqual(
      outcome.refused.map(() => ["file-access"]),
    );
    for (const [problem] of outcome.refused) expect(problem?.message).toContain("the disk is full (ENOSPC)");
    expect(outcome.isWhole).toEqual([true, true, true, true]);
    expect(outcome.healed.diagnostics).toEqual([]);
    expect(outcome).toMatchObject({ leftovers: 0, stderr: "" });
  },
);

/** Builds with less and less room than a build needs, then with enough. */
const fullDisk = `${buildOnce}
import { readdir, rm, statfs, writeFile } from "node:fs/promises";
import { hashTree, listLeftovers } from "./test/build/builder.ts";
const [site, python] = process.argv.slice(2);
const former = await hashTree(site + "/dist");
await writeFile(site + "/prices.py", 'EURO = "EUR"\\n');
await rm(site + "/.djk/build", { recursive: true, force: true });
const refused = [];
const isWhole = [];
for (const room of [0, 300_000, 900_000, 1_800_000]) {
  await writeFile(site + "/filler", Buffer.alloc(await freeBytes() - room));
  refused.push((await buildOnce(site, python)).diagnostics);
  isWhole.push((await hashTree(site + "/dist")) === former);
  await rm(site + "/filler");
}
const healed = await buildOnce(site, python);
console.log(JSON.stringify({ refused, isWhole, healed, leftovers: (await listLeftovers(site)).length }));

async function freeBytes() {
  const { bavail, bsize } = await statfs(site);
  return bavail * bsize;
}
`;
