import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { startTypeCheck } from "../../src/typecheck/checkTypes.js";
import { findTypeScript } from "../../src/typecheck/findTypeScript.js";
import { makeFolder, writeFolder } from "../build/folder.js";

const own = findTypeScript(join(import.meta.dirname, "../.."));
const tsc = own.kind === "found" ? own.tsc : "";

const files = {
  "package.json": "{}",
  "tsconfig.json":
    '{ "compilerOptions": { "noEmit": true, "strict": true, "types": [] }, "include": ["routes"] }',
  "routes/page.ts": "export const count: number = 1;\n",
};

let site: string;

afterEach(() => rm(site, { recursive: true }));

async function check(extra: Record<string, string>, compiler = tsc) {
  site = await makeFolder({ ...files, ...extra });
  return startTypeCheck({ site, tsc: compiler, severity: "error", background: true }).found;
}

test("a site without errors has none, and nothing is written but the notes", async () => {
  expect(await check({})).toEqual([]);
  expect(existsSync(join(site, "routes/page.js"))).toBe(false);
  expect(existsSync(join(site, ".djk/types.tsbuildinfo"))).toBe(true);
});

test("an error has its place", async () => {
  expect(await check({ "routes/page.ts": 'export const count: number = "1";\n' })).toEqual([
    {
      code: "type-error",
      severity: "error",
      message: "TS2322: Type 'string' is not assignable to type 'number'.",
      at: { file: "routes/page.ts", line: 1, column: 14 },
    },
  ]);
});

test("a compiler that crashes is a warning that shows its last words", async () => {
  const crash = "console.log('out of luck'); process.exit(9);\n";
  site = await makeFolder({ "tsc.js": crash });
  const check = startTypeCheck({ site, tsc: join(site, "tsc.js"), severity: "error", background: false });
  expect(await check.found).toMatchObject([
    { code: "type-check-failed", severity: "warning", detail: "out of luck" },
  ]);
});

test.each(["typescript-5", "typescript-6", "typescript"])(
  "%s that has read no file is a warning",
  async (name) => {
    const compiler = join(import.meta.dirname, "../../node_modules", name, "bin/tsc");
    expect(await check({}, compiler)).toEqual([]);
    await writeFolder(site, {
      "tsconfig.json": '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }',
      "tsconfig.app.json": '{ "compilerOptions": { "composite": true }, "include": ["routes"] }',
      "routes/page.ts": 'export const count: number = "1";\n',
    });
    const again = startTypeCheck({ site, tsc: compiler, severity: "error", background: true });
    expect(await again.found).toMatchObject([
      { code: "type-check-failed", severity: "warning", hint: expect.stringContaining('"references"') },
    ]);
  },
);

test("what is wrong with tsconfig.json goes before what follows from it", async () => {
  const found = await check({
    "tsconfig.json": files["tsconfig.json"].replace("true,", 'true, "jsx": "nonsense",'),
    "routes/page.ts": 'export const count: number = "1";\n',
  });
  expect(found.map(({ at }) => at?.file)).toEqual(["tsconfig.json", "routes/page.ts"]);
});

test("a check that is ended leaves no process", async () => {
  site = await makeFolder({ "tsc.js": "setInterval(() => {}, 1000);\n" });
  const check = startTypeCheck({ site, tsc: join(site, "tsc.js"), severity: "error", background: true });
  await check.end();
  expect(await check.found).toMatchObject([{ code: "type-check-failed" }]);
});

test.each([
  [{}, "tsconfig.json"],
  [{ "tsconfig.json": "{}" }, "npm install --save-dev typescript"],
])("what is missing for a check is said: %j", async (present, hint) => {
  site = await makeFolder({ "package.json": "{}", ...present });
  expect(findTypeScript(site)).toEqual({ kind: "missing", hint: expect.stringContaining(hint) });
});
