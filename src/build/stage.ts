import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ProjectError } from "../diagnostics/diagnostic.js";
import { isRunning } from "../process/isRunning.js";

/** A build and its children may still be writing for a moment after they were killed. */
const removal = { recursive: true, force: true, maxRetries: 5, retryDelay: 100 };

/** Another djk may be loading its configuration right now. */
const configLoadingMs = 60_000;

const attempts = 3;
const longestPauseMs = 200;

/**
 * Makes an empty folder to assemble a build in.
 *
 * The folder is the claim too: as long as it is there and this process runs, no other build of the site begins.
 *
 * @throws ProjectError `build-running`
 */
export async function makeStage(site: string): Promise<string> {
  const stage = join(stagesFolder(site), `next-${process.pid}`);
  await mkdir(stagesFolder(site), { recursive: true });
  await claim(site, stage);
  return stage;
}

/** Removes what interrupted builds have left. Only for the build that holds the claim, after `healExchange`. */
export async function removeLeftovers(site: string): Promise<void> {
  const folder = stagesFolder(site);
  for (const name of await readdir(folder)) {
    const owner = parseOwner(name);
    if (owner === null || !isRunning(owner)) await removeLeftover(join(folder, name));
  }
  await removeLoadedConfigs(join(site, "node_modules/.vite-temp"));
}

/** Vite bundles `vite.config` into a file that it imports and removes, unless it is killed in between. */
async function removeLoadedConfigs(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const written = Number(/\.timestamp-(\d+)-/.exec(name)?.[1]);
    if (Date.now() - written > configLoadingMs) await rm(join(folder, name), { force: true }).catch(() => {});
  }
}

/** Under another name first: the interpreter of a killed build may be about to exchange this folder with `dist/`. */
async function removeLeftover(path: string): Promise<void> {
  const aside = join(dirname(path), `left-${process.pid}`);
  if (path !== aside) await rm(aside, removal);
  await rename(path, aside).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error; // a build that was refused has removed its own
  });
  await rm(aside, removal);
}

/** Removes a stage that did not become `dist/`. What resists is removed by the next build. */
export async function removeStage(stage: string): Promise<void> {
  await rm(stage, removal).catch(() => {});
}

/** Process id of another process that builds the site now, or null. */
export async function findRunningBuild(site: string): Promise<number | null> {
  const names = await readdir(stagesFolder(site)).catch(() => []);
  return names.map(parseOwner).find((pid) => pid !== null && isOther(pid)) ?? null;
}

function stagesFolder(site: string): string {
  return join(site, ".djk", "build");
}

/**
 * Makes the folder first and looks for others then, so that of two builds one sees the other at least. Where both do,
 * both step back for a moment that is not the same.
 */
async function claim(site: string, stage: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await rm(stage, removal);
    await mkdir(stage);
    const other = await findRunningBuild(site);
    if (other === null) return;
    await rm(stage, removal);
    if (attempt === attempts) throw describeRunning(other);
    await sleep(Math.random() * longestPauseMs);
  }
}

function parseOwner(name: string): number | null {
  const pid = /^next-(\d+)$/.exec(name)?.[1];
  return pid === undefined ? null : Number(pid);
}

function isOther(pid: number): boolean {
  return pid !== process.pid && isRunning(pid);
}

function describeRunning(pid: number): ProjectError {
  return new ProjectError({
    code: "build-running",
    severity: "error",
    message: `another build of this site is running, as process ${pid}`,
    hint: `Wait until it has ended. If process ${pid} is no djk build, remove .djk/build/next-${pid}`,
  });
}
