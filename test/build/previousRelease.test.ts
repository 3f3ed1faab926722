import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepPreviousRelease } from "../../src/build/previousRelease.js";
import { listTree, makeFolder } from "./folder.js";

const manifest = {
  version: 1,
  build: "old",
  table: "client/table-1.json",
  files: { "a.tsx": { file: "a-1.js" } },
};

let folder: string;

beforeEach(async () => {
  folder = await makeFolder({
    "dist/manifest.json": JSON.stringify(manifest),
    "dist/static/client/a-1.js": "old",
    "dist/static/client/a-1.js.br": "old",
    "dist/static/client/table-1.json": "old",
    "dist/static/client/older.js": "older",
    "static/client/a-2.js": "new",
  });
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function keep(): Promise<string[]> {
  await keepPreviousRelease(join(folder, "dist"), join(folder, "static"), "new");
  return listTree(join(folder, "static/client"));
}

test("the files of the former release stay, what it had kept itself goes", async () => {
  expect(await keep()).toEqual(["a-1.js", "a-1.js.br", "a-2.js", "table-1.json"]);
});

test("a former build whose client files are gone has nothing to keep", async () => {
  await rm(join(folder, "dist/static/client"), { recursive: true });
  expect(await keep()).toEqual(["a-2.js"]);
});

test.each([
  ["cut off", '{"version": 1, "bu'],
  ["no object", "null"],
  ["without files", '{"version": 1, "build": "old", "table": "client/table-1.json"}'],
  ["without a table", '{"version": 1, "build": "old", "files": {}}'],
  [
    "with a file that is none",
    '{"version": 1, "build": "old", "table": "client/t.json", "files": {"a": null}}',
  ],
])("a former build whose manifest is %s has nothing to keep", async (_, text) => {
  await writeFile(join(folder, "dist/manifest.json"), text);
  expect(await keep()).toEqual(["a-2.js"]);
});

test("a folder in the place of the manifest is no build", async () => {
  await rm(join(folder, "dist/manifest.json"));
  await mkdir(join(folder, "dist/manifest.json"));
  expect(await keep()).toEqual(["a-2.js"]);
});
