import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";

const execute = promisify(execFile);
const root = join(import.meta.dirname, "../..");

declare module "vitest" {
  export interface ProvidedContext {
    /** A site made by `djk new` from the packed package, with the routes of `test/e2e/site` added. */
    site: string;
    /** The `djk` that a user would run, installed from the packed package. */
    djk: string;
  }
}

/** Packs djk, installs it in an empty folder and makes a site with it, as a user would. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "djk-e2e-"));
  await execute("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { cwd: root });
  const tarball = join(folder, (await readdir(folder)).find((name) => name.endsWith(".tgz")) ?? "");
  await writeFile(join(folder, "package.json"), "{}");
  await execute("npm", ["install", "--no-audit", "--no-fund", tarball], { cwd: folder });
  const djk = join(folder, "node_modules/.bin/djk");
  await execute(djk, ["new", "mysite", "--yes", "--djk", `file:${tarball}`], { cwd: folder });
  const site = join(folder, "mysite");
  await cp(join(root, "test/e2e/site"), site, { recursive: true });
  project.provide("site", site);
  project.provide("djk", djk);
  return () => rm(folder, { recursive: true, force: true });
}
