import { spawnSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder, writeFolder } from "../../build/folder.js";

const root = join(import.meta.dirname, "../../..");

/** The versions of TypeScript that sites have, by the name of their package here. */
export const compilers = ["typescript-5", "typescript-6", "typescript"];

/** What a careful site asks of its compiler. */
const options = {
  target: "ES2022",
  module: "ESNext",
  moduleResolution: "bundler",
  lib: ["ES2023", "DOM", "DOM.Iterable"],
  jsx: "react-jsx",
  types: [],
  rootDirs: [".", ".djk/types"],
  strict: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  noEmit: true,
};

/** An error of types: `routes/page.tsx:3 TS2339`. */
export type Found = string;

/** Makes a folder of these files in which TypeScript finds what a site has installed. */
export async function makeTypedSite(files: Record<string, string>): Promise<string> {
  const site = await makeFolder(files);
  await installReact(site);
  return site;
}

/** Gives a site what its compiler needs: a strict configuration, and `djk/react` as it is in this repository now. */
export async function installReact(site: string): Promise<void> {
  await writeFolder(site, {
    "package.json": '{ "type": "module" }',
    "tsconfig.json": JSON.stringify({ compilerOptions: options, include: ["routes", ".djk/types"] }),
    "node_modules/djk/package.json": JSON.stringify({
      name: "djk",
      type: "module",
      exports: { "./react": { types: "./react/index.d.ts" } },
    }),
  });
  const declarations = [
    "--emitDeclarationOnly",
    "--sourceMap",
    "false",
    "--inlineSources",
    "false",
    "--noCheck",
  ];
  const outDir = ["--outDir", join(site, "node_modules/djk")];
  const { stdout, status } = run("typescript", root, ["-p", root, ...declarations, ...outDir]);
  if (status !== 0) throw new Error(stdout);
  for (const name of ["react", "react-router", "@types"])
    symlinkSync(join(root, "node_modules", name), join(site, "node_modules", name));
}

/** What a compiler finds wrong in a site. */
export function findTypeErrors(compiler: string, site: string, config = "tsconfig.json"): Found[] {
  const { stdout } = run(compiler, site, ["-p", config, "--pretty", "false"]);
  return stdout
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith(" "))
    .map((line) => line.replace(/^(.+)\((\d+),\d+\): error (TS\d+): .*$/, "$1:$2 $3"));
}

function run(compiler: string, cwd: string, args: string[]) {
  const tsc = join(root, "node_modules", compiler, "bin/tsc");
  return spawnSync(process.execPath, [tsc, ...args], { cwd, encoding: "utf8" });
}

export const removeSite = (site: string) => rm(site, { recursive: true });
