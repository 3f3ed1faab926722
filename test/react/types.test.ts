import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const tsc = join(root, "node_modules/typescript/bin/tsc");
const fixtures = join(import.meta.dirname, "fixtures/types");

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "djk-types-"));
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "djk"), { recursive: true });
  for (const name of ["react", "react-dom", "react-router", "@types"])
    symlinkSync(join(root, "node_modules", name), join(modules, name));
  symlinkSync(join(root, "package.json"), join(modules, "djk/package.json"));
  const declarations = ["--outDir", join(modules, "djk/lib"), "--emitDeclarationOnly", "--noCheck"];
  execFileSync(process.execPath, [tsc, "-p", root, ...declarations]);
  cpSync(fixtures, folder, { recursive: true });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the strict compiler says of some files, as a site has them: `line: message` of each problem. */
function check(files: string[]): string[] {
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
  const { stdout } = spawnSync(process.execPath, [tsc, "--preserveSymlinks", "--pretty", "false"], {
    cwd: folder,
    encoding: "utf8",
  });
  return stdout
    .split(/\n(?! )/)
    .filter((text) => text !== "")
    .map((text) => text.replace(/^.*?\((\d+),\d+\): error TS\d+/, "$1"));
}

const compilerOptions = {
  target: "ES2022",
  module: "ESNext",
  moduleResolution: "bundler",
  lib: ["ES2023", "DOM", "DOM.Iterable"],
  jsx: "react-jsx",
  types: [],
  strict: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  skipLibCheck: true,
  noEmit: true,
};

test("what a site's routes take is accepted", () => {
  expect(check(["register.ts", "right.tsx"])).toEqual([]);
});

test("each wrong use is an error of its own line that says what is wrong", () => {
  const lines = readFileSync(join(fixtures, "wrong.tsx"), "utf8").split("\n");
  const expected = lines.flatMap((line, index) => {
    const message = /\/[/*]! (.*?)( \*\/\})?$/.exec(line)?.[1];
    return message === undefined ? [] : [{ line: index + 1, message }];
  });
  expect(expected.length).toBeGreaterThan(25);
  const found = check(["register.ts", "wrong.tsx"]);
  expect(found.map((text) => Number.parseInt(text, 10))).toEqual(expected.map(({ line }) => line));
  for (const [index, { message }] of expected.entries()) expect(found[index]).toContain(message);
});

test("without generated types everything is a string, and nothing is refused", () => {
  expect(check(["untyped.tsx"])).toEqual([]);
});
