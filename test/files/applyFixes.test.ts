import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Edit } from "../../src/diagnostics/diagnostic.js";
import { applyFixes } from "../../src/files/applyFixes.js";
import { makeFolder } from "../build/folder.js";

function insert(file: string, text: string): Edit {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 1, text };
}

async function makeSite(files: Record<string, string>): Promise<string> {
  const site = await makeFolder(files);
  onTestFinished(() => rm(site, { recursive: true }));
  return site;
}

test("files get their own edits", async () => {
  const site = await makeSite({ "a.py": "a\n", "b/c.py": "c\n", "d.py": "d\n" });
  const made = await applyFixes(site, [insert("b/c.py", "2"), insert("a.py", "1")]);
  expect(made.map(({ file }) => file)).toEqual(["a.py", "b/c.py"]);
  const read = (path: string) => readFile(join(site, path), "utf8");
  expect([await read("a.py"), await read("b/c.py"), await read("d.py")]).toEqual(["1a\n", "2c\n", "d\n"]);
});

test("what lies outside the site or is not UTF-8 stays as it is", async () => {
  const site = await makeSite({ "site/x.py": "", "outside.py": "x\n" });
  const latin = Buffer.from("# coding: latin-1\n# \xe9\n", "latin1");
  await writeFile(join(site, "site/latin.py"), latin);
  const edits = ["../outside.py", join(site, "outside.py"), "latin.py"].map((file) => insert(file, "!"));
  expect(await applyFixes(join(site, "site"), edits)).toEqual([]);
  expect(await readFile(join(site, "outside.py"), "utf8")).toBe("x\n");
  expect(await readFile(join(site, "site/latin.py"))).toEqual(latin);
});
