import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { compressFiles } from "../../src/build/compressFiles.js";
import { keepPreviousRelease } from "../../src/build/previousRelease.js";
import { listTree, makeFolder } from "./folder.js";

const folders: string[] = [];

async function make(files: Record<string, string>): Promise<string> {
  const folder = await makeFolder(files);
  folders.push(folder);
  return folder;
}

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
});

const script = "const answer = 42;\n".repeat(200);

describe("compressed twins", () => {
  test("hold the file, and stand beside text that is worth it only", async () => {
    const folder = await make({
      "a.js": script,
      "small.js": "1",
      "b/photo.png": script,
      "b/style.css": script,
    });
    await compressFiles(folder, { quality: 11 });
    expect(await listTree(folder)).toEqual([
      "a.js",
      "a.js.br",
      "a.js.gz",
      "b/photo.png",
      "b/style.css",
      "b/style.css.br",
      "b/style.css.gz",
      "small.js",
    ]);
    expect(gunzipSync(await readFile(join(folder, "a.js.gz"))).toString()).toBe(script);
    expect(brotliDecompressSync(await readFile(join(folder, "a.js.br"))).toString()).toBe(script);
  });

  test("are of the files that are to have some", async () => {
    const folder = await make({ "a.js": script, "client/a.js": script });
    await compressFiles(folder, { quality: 7, keep: (path) => path !== "client/a.js" });
    expect(await listTree(folder)).toEqual(["a.js", "a.js.br", "a.js.gz", "client/a.js"]);
  });

  test("say nothing of when and where they were made", async () => {
    const folder = await make({ "a.js": script });
    await compressFiles(folder, { quality: 11 });
    const zipped = await readFile(join(folder, "a.js.gz"));
    expect([...zipped.subarray(4, 8)]).toEqual([0, 0, 0, 0]);
    expect(zipped[9]).toBe(255);
  });
});

describe("files of the release before", () => {
  function describeRelease(build: string, script: string) {
    const files = { ".djk/client/entry.tsx": { file: script, css: [`${script}.css`] } };
    return JSON.stringify({ version: 1, build, base: "client/", table: `client/table-${build}.json`, files });
  }

  const previous = {
    "manifest.json": describeRelease("2", "entry-2.js"),
    "static/client/entry-1.js": "1",
    "static/client/entry-2.js": "2",
    "static/client/entry-2.js.gz": "2 gz",
    "static/client/entry-2.js.css": "2 css",
    "static/client/table-2.json": "{}",
    "static/client/shared.js": "old",
  };

  test("stay for one release, without those that it had kept itself", async () => {
    const dist = await make(previous);
    const staged = await make({ "client/entry-3.js": "3", "client/shared.js": "new" });
    await keepPreviousRelease(dist, staged, "3");
    expect(await listTree(join(staged, "client"))).toEqual([
      "entry-2.js",
      "entry-2.js.css",
      "entry-2.js.gz",
      "entry-3.js",
      "shared.js",
      "table-2.json",
    ]);
    expect(await readFile(join(staged, "client/shared.js"), "utf8")).toBe("new");
  });

  test("are still there when the same release is built again", async () => {
    const dist = await make(previous);
    const staged = await make({ "client/entry-2.js": "2" });
    await keepPreviousRelease(dist, staged, "2");
    expect(await listTree(join(staged, "client"))).toContain("entry-1.js");
  });

  test("are none before the first build", async () => {
    const staged = await make({ "client/entry-1.js": "1" });
    await keepPreviousRelease(join(staged, "no-dist"), staged, "1");
    expect(await listTree(join(staged, "client"))).toEqual(["entry-1.js"]);
  });
});
