import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DIAGNOSTIC_CODES } from "../../src/diagnostics/codes.js";

const PAGES = join(import.meta.dirname, "../../docs/errors");

test("the codes are sorted, each once, in kebab case", () => {
  expect([...DIAGNOSTIC_CODES]).toEqual([...new Set(DIAGNOSTIC_CODES)].sort());
  expect(DIAGNOSTIC_CODES.filter((code) => !/^[a-z]+(?:-[a-z]+)*$/.test(code))).toEqual([]);
});

test("every code has a page and every page a code", () => {
  const pages = readdirSync(PAGES).filter((name) => name !== "README.md");
  expect(pages.sort()).toEqual(DIAGNOSTIC_CODES.map((code) => `${code}.md`).sort());
});

test.each(DIAGNOSTIC_CODES)("the page of %s says what happened, why and how to fix it", (code) => {
  const page = readFileSync(join(PAGES, `${code}.md`), "utf8");
  const lines = page.split("\n");
  const headings = lines.filter((line) => line.startsWith("## "));
  expect([lines[0], ...headings]).toEqual([`# ${code}`, "## What happened", "## Why", "## How to fix it"]);
});
