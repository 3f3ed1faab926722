import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchBrowser } from "./browser.js";
import { createChance, edits } from "./edits/edits.js";
import { type Footprint, findDifferences, listPaths, measure, watchProblems } from "./edits/observe.js";
import { emptyWorld, type Originals, type World } from "./edits/world.js";
import { writeWorld } from "./edits/writeWorld.js";
import { type Server, serve } from "./server.js";

const isLong = process.env.DJK_TEST_LONG === "1";
const count = isLong ? 200 : 60;
const seed = Number(process.env.DJK_TEST_SEED ?? 1);

/** Within this time after an edit everything is right again. */
const limitMs = 10_000;

/** So many edits until caches are filled. */
const warmUp = 20;

const damaged = [".djk/django/djk_site/settings.py", ".djk/django/djk_site/urls.py", ".djk/client/entry.tsx"];

describe("one djk dev under random edits", () => {
  const site = inject("site");
  const chance = createChance(seed);
  let originals: Originals;
  let server: Server;
  let browser: Browser;
  let problems: () => Promise<string[]>;
  let world = emptyWorld;
  let valid = emptyWorld;
  /** The world of the git branch that is not checked out. */
  let other = emptyWorld;
  let isLeft = true;

  beforeAll(async () => {
    const [config, models] = await Promise.all(
      ["djk.toml", "mysite/models.py"].map((path) => readFile(join(site, path), "utf8")),
    );
    originals = { config: config ?? "", models: models ?? "" };
    await writeWorld(
      site,
      { ...emptyWorld, pages: new Map(), layouts: new Map(), colour: "" },
      world,
      originals,
      chance,
    );
    git("checkout", "-q", "-b", "left");
    commit();
    git("branch", "right");
    server = await serve(inject("djk"), ["dev"], site);
    browser = await launchBrowser();
    problems = await watchProblems(browser, server.url);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.interrupt();
    await rm(join(site, "routes/zoo"), { recursive: true, force: true });
    await writeFile(join(site, "djk.toml"), originals.config);
    await writeFile(join(site, "mysite/models.py"), originals.models);
  });

  function git(...args: string[]): void {
    execFileSync("git", ["-c", "user.name=djk", "-c", "user.email=djk@example.com", ...args], { cwd: site });
  }

  function commit(): void {
    git("add", "-A");
    git("commit", "-q", "--allow-empty", "-m", "edits");
  }

  /** Whether the tree and djk.toml are valid. */
  function isSettled(): boolean {
    return !world.broken.has("tree") && !world.broken.has("config");
  }

  /** One random edit: what it was, and the world after it. */
  async function edit(): Promise<{ name: string; after: World }> {
    if (chance.below(15) === 0) return { name: await damage(), after: world };
    if (isSettled() && chance.below(15) === 0)
      return { name: "check out the other branch", after: checkOut() };
    for (;;) {
      const [name, change] = chance.pick(edits);
      const after = change(world, chance);
      if (after === null) continue;
      const how = await writeWorld(site, world, after, originals, chance);
      const { moved: _, ...rest } = after;
      return { name: `${name} ${how}`, after: rest };
    }
  }

  function checkOut(): World {
    commit();
    isLeft = !isLeft;
    git("checkout", "-q", isLeft ? "left" : "right");
    const after = other;
    other = world;
    return after;
  }

  async function damage(): Promise<string> {
    // The settings of a site that cannot be read are left alone.
    const path = chance.pick([...damaged.slice(isSettled() ? 0 : 1), ".djk/client"]);
    if (path === ".djk/client") await rm(join(site, path), { recursive: true, maxRetries: 3 });
    else await writeFile(join(site, path), `${await readFile(join(site, path), "utf8")}\n1 +\n`);
    return `damage ${path}`;
  }

  async function isWhole(): Promise<string[]> {
    const texts = await Promise.all(
      damaged.map(async (path) =>
        existsSync(join(site, path)) && !(await readFile(join(site, path), "utf8")).endsWith("\n1 +\n")
          ? []
          : [path],
      ),
    );
    return texts.flat().map((path) => `${path} is damaged`);
  }

  /** Waits until everything is as it must be; how long that took. */
  async function settle(name: string, before: World): Promise<number> {
    const started = performance.now();
    const paths = listPaths(before, world);
    for (;;) {
      const found = [
        ...(await isWhole()),
        ...(await findDifferences(server.url, world, valid, paths, problems)),
      ];
      const elapsed = performance.now() - started;
      if (found.length === 0) return elapsed;
      if (elapsed > limitMs)
        throw new Error(`after "${name}":\n${found.join("\n")}\n\ndjk says:\n${tellOutput(server)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Mends the site, waits until nothing is under way any more, and measures. */
  async function rest(): Promise<Footprint> {
    const before = world;
    world = { ...world, broken: new Set() };
    await writeWorld(site, before, world, originals, chance);
    valid = world;
    await settle("mending the site", before);
    let footprint = await measure(server.pid);
    for (let unchanged = 0; unchanged < 10; ) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      const next = await measure(server.pid);
      unchanged = next.processes === footprint.processes ? unchanged + 1 : 0;
      footprint = next;
    }
    return footprint;
  }

  it(`shows after each of ${count} what it must, and holds no more at the end than after the first ones`, async () => {
    const times: { name: string; milliseconds: number }[] = [];
    let warm: Footprint | null = null;
    await settle("the start", world);
    for (let number = 1; number <= count; number++) {
      const before = world;
      const { name, after } = await edit();
      world = after;
      if (isSettled()) valid = world;
      times.push({ name, milliseconds: await settle(`${number}. ${name}`, before) });
      if (number === warmUp) warm = await rest();
    }
    const last = await rest();
    console.log(formatFigures(times, warm, last));
    expect(last.processes).toBe(warm?.processes);
    expect(last.files).toBeLessThan((warm?.files ?? 0) + 50);
    expect(last.node).toBeLessThan((warm?.node ?? 0) + 100);
    expect(last.python).toBeLessThan(200); // a new process, which has answered more or less
  }, 600_000);
});

function formatFigures(
  times: { name: string; milliseconds: number }[],
  warm: Footprint | null,
  last: Footprint,
): string {
  const sorted = times.map(({ milliseconds }) => Math.round(milliseconds)).sort((a, b) => a - b);
  const slowest = [...times].sort((a, b) => b.milliseconds - a.milliseconds).slice(0, 3);
  return [
    `seed ${seed}: ${times.length} edits in ${Math.round(sorted.reduce((all, one) => all + one, 0) / 1000)} s, median ${sorted[sorted.length >> 1]} ms`,
    ...slowest.map(({ name, milliseconds }) => `  ${Math.round(milliseconds)} ms: ${name}`),
    `after ${warmUp}: ${JSON.stringify(warm)}`,
    `at the end: ${JSON.stringify(last)}`,
  ].join("\n");
}

/** The end of what djk printed, without requests: there are too many. */
function tellOutput(server: Server): string {
  const lines = server.output().split("\n");
  return lines
    .filter((line) => !/^GET | ERROR django.request |hmr update/.test(line))
    .slice(-80)
    .join("\n");
}
