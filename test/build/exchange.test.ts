import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { exchangeBuild, healExchange, replaceBuild } from "../../src/build/exchange.js";
import { bundleProgram } from "../process/bundleProgram.js";

let site: string;

beforeEach(async () => {
  site = await mkdtemp(join(tmpdir(), "djk-exchange-"));
});

afterEach(async () => {
  await rm(site, { recursive: true });
});

async function makeFolder(path: string, content: string): Promise<string> {
  const folder = join(site, path);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "first"), content);
  await writeFile(join(folder, "second"), content);
  return folder;
}

async function readBuild(): Promise<string[]> {
  const dist = join(site, "dist");
  return Promise.all((await readdir(dist)).sort().map((name) => readFile(join(dist, name), "utf8")));
}

describe("exchanging dist/", () => {
  test("the first build takes the place", async () => {
    await exchangeBuild(site, await makeFolder(".djk/build/next", "new"), "python3");
    expect(await readBuild()).toEqual(["new", "new"]);
  });

  test.each([
    ["in one step", exchangeBuild],
    ["in two renames", replaceBuild],
  ])("a later build replaces the former %s and leaves nothing aside", async (_, exchange) => {
    await makeFolder("dist", "old");
    await exchange(site, await makeFolder(".djk/build/next", "new"), "python3");
    expect(await readBuild()).toEqual(["new", "new"]);
    expect(await readdir(join(site, ".djk", "build"))).toEqual([]);
  });

  test("an interpreter that cannot exchange falls back to two renames", async () => {
    await makeFolder("dist", "old");
    await exchangeBuild(site, await makeFolder(".djk/build/next", "new"), "false");
    expect(await readBuild()).toEqual(["new", "new"]);
  });

  test("between two renames the old build is brought back", async () => {
    await makeFolder("dist", "old");
    await makeFolder(".djk/build/next", "new");
    await rename(join(site, "dist"), join(site, ".djk", "build", "previous"));
    expect(await healExchange(site)).toBe(true);
    expect(await readBuild()).toEqual(["old", "old"]);
    expect(await healExchange(site)).toBe(false);
  });

  test("a build that is killed at any moment leaves a whole dist/", async () => {
    const program = await bundleProgram(
      site,
      `import { mkdir, writeFile } from "node:fs/promises";
import { exchangeBuild, replaceBuild } from "./src/build/exchange.ts";
const [site, kind] = process.argv.slice(2);
for (let build = 0; ; build++) {
  const next = site + "/.djk/build/next";
  await mkdir(next, { recursive: true });
  for (const name of ["first", "second"]) await writeFile(next + "/" + name, String(build));
  await (kind === "exchange" ? exchangeBuild(site, next, "python3") : replaceBuild(site, next));
  console.log("built");
}`,
    );
    await makeFolder("dist", "-1");
    for (const kind of ["exchange", "replace", "exchange", "replace", "replace", "replace"]) {
      await killDuringBuild(program, kind);
      await healExchange(site);
      const [first, second] = await readBuild();
      expect(first).toMatch(/^-?\d+$/);
      expect(second).toBe(first);
    }
  });
});

/** Runs the program until it has built once, then kills it a random moment later. */
async function killDuringBuild(program: string, kind: string): Promise<void> {
  await rm(join(site, ".djk"), { recursive: true, force: true });
  const builder = spawn(process.execPath, [program, site, kind], { stdio: ["ignore", "pipe", "inherit"] });
  const closed = new Promise((resolve) => builder.once("close", resolve));
  await new Promise((resolve) => builder.stdout.once("data", resolve));
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 30));
  builder.kill("SIGKILL");
  await closed;
}
