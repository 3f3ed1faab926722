import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { ProjectError } from "../diagnostics/diagnostic.js";
import { findWheel } from "./findWheel.js";
import { type Report, runStep } from "./runStep.js";

/** The value of `--djk` for a package.json in another folder: paths of tarballs and folders become absolute. */
export function resolveSpec(spec: string, cwd: string): string {
  const path = /^file:/.test(spec) ? spec.slice("file:".length) : spec;
  return path !== spec || existsSync(resolve(cwd, path)) ? `file:${resolve(cwd, path)}` : spec;
}

/**
 * What a new site asks for as djk in its package.json: `^<version>`; `file:<tarball>` when djk was installed from one,
 * or runs from a checkout, which is packed for that into `.cache/`.
 *
 * @throws ProjectError `checkout-not-built`, `install-failed`
 */
export async function prepareDjkSpec(
  packageRoot: string,
  env: NodeJS.ProcessEnv,
  report: Report,
): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packageRoot, "package.json"), "utf8"));
  if (!existsSync(join(packageRoot, "src"))) return (await findTarball(packageRoot)) ?? `^${version}`;
  await requireBuild(packageRoot);
  const folder = join(packageRoot, ".cache");
  await mkdir(folder, { recursive: true });
  const step = {
    title: "Packing this checkout of djk",
    command: "npm",
    // Without its scripts: building replaces lib/, from which this very process may run.
    args: ["pack", "--ignore-scripts", "--pack-destination", folder],
    cwd: packageRoot,
    env,
    timeout: 60_000,
    goOn: ["npm run build"],
  };
  await runStep(step, report);
  return `file:${join(folder, `djk-${version}.tgz`)}`;
}

/** The tarball that npm installed this package from, where that is a file that still exists. */
async function findTarball(packageRoot: string): Promise<string | null> {
  const modules = dirname(packageRoot);
  const text = await readFile(join(modules, ".package-lock.json"), "utf8").catch(() => "{}");
  const resolved = JSON.parse(text).packages?.["node_modules/djk"]?.resolved;
  if (typeof resolved !== "string" || !resolved.startsWith("file:")) return null;
  const tarball = resolve(dirname(modules), resolved.slice("file:".length));
  return existsSync(tarball) ? `file:${tarball}` : null;
}

async function requireBuild(packageRoot: string): Promise<void> {
  const isBuilt = existsSync(join(packageRoot, "lib")) && (await findWheel(packageRoot)) !== null;
  if (isBuilt) return;
  throw new ProjectError({
    code: "checkout-not-built",
    severity: "error",
    message: `this checkout of djk is not built: ${packageRoot} has no lib/ or no wheels/`,
    hint: `run: npm --prefix ${packageRoot} run build`,
  });
}
