import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findChanges, writeFiles } from "../../src/files/writeFiles.js";
import { bundleProgram } from "../process/bundleProgram.js";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "djk-files-"));
});
afterEach(() => rm(root, { recursive: true }));

const files = [
  { path: "own/a.txt", content: "a\n" },
  { path: "own/deep/down/b.txt", content: "b\n" },
];

test("what is there already is not written again", async () => {
  expect((await writeFiles(root, files, ["own"])).written).toEqual(["own/a.txt", "own/deep/down/b.txt"]);
  const before = await stat(join(root, "own/a.txt"));
  expect(await writeFiles(root, files, ["own"])).toEqual({ written: [], pruned: [] });
  expect((await stat(join(root, "own/a.txt"))).ino).toBe(before.ino);
});

test("only what differs is written, and what nobody generates is pruned with its empty folders", async () => {
  await writeFiles(root, files, ["own"]);
  await mkdir(join(root, "own/deep/down/__pycache__"));
  await writeFile(join(root, "own/deep/down/__pycache__/b.pyc"), "");
  const changed = [{ path: "own/a.txt", content: "A\n" }];
  expect(await findChanges(root, changed, ["own"])).toEqual({
    written: ["own/a.txt"],
    pruned: ["own/deep/down/b.txt"],
  });
  expect(await readFile(join(root, "own/a.txt"), "utf8")).toBe("a\n");
  await writeFiles(root, changed, ["own"]);
  expect(await readFile(join(root, "own/a.txt"), "utf8")).toBe("A\n");
  expect(existsSync(join(root, "own/deep"))).toBe(false);
});

test("nothing outside the owned folders is pruned", async () => {
  await writeFile(join(root, "mine.txt"), "");
  await writeFiles(root, files, ["own"]);
  await writeFiles(root, [], ["own"]);
  expect(await readdir(root)).toContain("mine.txt");
});

test("a file that cannot be put in place leaves nothing half-written beside it", async () => {
  await mkdir(join(root, "own/a.txt"), { recursive: true });
  await writeFile(join(root, "own/a.txt/in the way"), "");
  await expect(writeFiles(root, files.slice(0, 1), [])).rejects.toThrow("a.txt");
  expect(await readdir(join(root, "own"))).toEqual(["a.txt"]);
});

test("a site may have more files than a process may have open", async () => {
  const program = await bundleProgram(
    root,
    `import { writeFiles } from "./src/files/writeFiles.ts";
    const files = Array.from({ length: 500 }, (_, i) => ({ path: "own/" + i, content: String(i) }));
    await writeFiles(process.argv[2], files, ["own"]);
    console.log((await writeFiles(process.argv[2], files, ["own"])).written.length);`,
  );
  const run = 'ulimit -n 100 && exec "$0" "$@"';
  expect(execFileSync("sh", ["-c", run, process.execPath, program, root], { encoding: "utf8" })).toBe("0\n");
  expect(await readdir(join(root, "own"))).toHaveLength(500);
});

test("what another process is about to put in place stays, what a killed one has left goes", async () => {
  const ended = spawnSync(process.execPath, ["-e", ""]).pid;
  await writeFiles(root, files, ["own"]);
  await writeFile(join(root, `own/deep/other.txt.${process.ppid}.tmp`), "half");
  await writeFile(join(root, `own/deep/other.txt.${ended}.tmp`), "half");
  expect((await writeFiles(root, files, ["own"])).pruned).toEqual([`own/deep/other.txt.${ended}.tmp`]);
  expect(await readdir(join(root, "own/deep"))).toEqual(["down", `other.txt.${process.ppid}.tmp`]);
});
