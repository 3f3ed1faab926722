import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ProjectError } from "../../src/diagnostics/diagnostic.js";
import { scanRoutes } from "../../src/router/scan.js";

let site: string;

beforeEach(() => {
  site = mkdtempSync(join(tmpdir(), "djk-scan-"));
});

afterEach(() => rmSync(site, { recursive: true }));

function write(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(site, path)), { recursive: true });
    writeFileSync(join(site, path), "");
  }
}

const IGNORED = [
  ...[
    "_private/page.tsx",
    "_helper.py",
    ".hidden/page.tsx",
    ".DS_Store",
    "a/__pycache__/page.cpython-311.pyc",
  ],
  ...[
    "a/page.test.tsx",
    "a/page.spec.ts",
    "a/page.stories.tsx",
    "a/test_page.py",
    "a/tests.py",
    "a/page_test.py",
  ],
  ...[
    "a/.#page.tsx",
    "a/.page.tsx.swp",
    "a/page.tsx.bak",
    "a/page.py.rej",
    "a/page.tsx.tmp",
    "a/types.d.mts",
  ],
  ...[
    "a/_page.tsx",
    "a/_layout.py",
    "__pycache__/page.tsx",
    "a/.git/page.tsx",
    "a/page.spec.jsx",
    "a/page.story.js",
  ],
  ...["a/global.d.ts", "a/page.tsx~", "a/page.tsx.swp", "a/page.py.orig", "a/#page.tsx#", "a/conftest.py"],
];

test("lists every file below routes in code point order, whatever takes no part left out", async () => {
  const kept = [
    "routes/(g)/page.tsx",
    "routes/Z/page.tsx",
    "routes/[...path]/page.tsx",
    "routes/a/Card.tsx",
    "routes/a/page.py",
    "routes/page.tsx",
    "routes/é/page.tsx",
    "routes/\uffee.tsx",
    "routes/😀.tsx",
  ];
  write(...[...kept].reverse(), ...IGNORED.map((path) => `routes/${path}`), "pages/page.tsx");
  expect(await scanRoutes(site)).toEqual(kept);
});

test("follows linked files, not linked folders", async () => {
  write("shared/page.tsx", "routes/page.tsx");
  symlinkSync(join(site, "shared/page.tsx"), join(site, "routes/layout.tsx"));
  symlinkSync(join(site, "shared"), join(site, "routes/linked"));
  symlinkSync(join(site, "nowhere"), join(site, "routes/error.tsx"));
  expect(await scanRoutes(site)).toEqual(["routes/layout.tsx", "routes/page.tsx"]);
});

test("a site without routes is a problem with a place and a fix", async () => {
  const refusal = await scanRoutes(site).catch((error) => error);
  expect(refusal).toBeInstanceOf(ProjectError);
  expect(refusal.diagnostics).toMatchObject([{ code: "routes-missing", at: { file: "routes" } }]);
  write("routes");
  await expect(scanRoutes(site)).rejects.toThrow("not a folder");
});
