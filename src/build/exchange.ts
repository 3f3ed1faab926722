import { lstat, mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ProjectError } from "../diagnostics/diagnostic.js";
import { runCaptured } from "../process/runCaptured.js";

/** Exchanges two folders in one step, where the system can (Linux `renameat2`, macOS `renamex_np`). */
const exchangeScript = `
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
first, second = (os.fsencode(path) for path in sys.argv[1:])
try:
    if sys.platform == "darwin":
        status = libc.renamex_np(first, second, ctypes.c_uint(2))
    else:
        status = libc.renameat2(-100, first, -100, second, ctypes.c_uint(2))
except AttributeError:
    status = -1
sys.exit(0 if status == 0 else 1)
`;

/** Where the replaced build lies between the two renames of a system that cannot exchange. */
function previousFolder(site: string): string {
  return join(site, ".djk", "build", "previous");
}

/**
 * Makes sure that a build may take the place of `dist/`.
 *
 * @throws ProjectError `dist-occupied` where it is no folder: a file or link there is not djk's to replace
 */
export async function requireDistFolder(site: string): Promise<void> {
  const found = await lstat(join(site, "dist")).catch(ignoreMissing);
  if (found === null || found.isDirectory()) return;
  throw new ProjectError({
    code: "dist-occupied",
    severity: "error",
    message: `dist is ${found.isSymbolicLink() ? "a link" : "a file"}, where djk build writes a folder`,
    hint: "Move it away, then build again. To have the build elsewhere, copy dist/ there.",
  });
}

/**
 * Puts a finished build in the place of `dist/` and removes the replaced one.
 *
 * `dist/` is whole at every moment: the old one or the new one. On a system that cannot exchange two folders it is
 * absent between two renames, and `healExchange` brings the old one back.
 *
 * @param staged folder on the file system of the site
 * @param python interpreter that makes the system call
 */
export async function exchangeBuild(site: string, staged: string, python: string): Promise<void> {
  const dist = join(site, "dist");
  await requireDistFolder(site);
  if (!(await exists(dist))) return rename(staged, dist);
  if (await exchangeFolders(staged, dist, python)) return removeReplaced(staged);
  return replaceBuild(site, staged);
}

/** The two renames of a system that cannot exchange folders. */
export async function replaceBuild(site: string, staged: string): Promise<void> {
  const dist = join(site, "dist");
  const previous = previousFolder(site);
  await rm(previous, { recursive: true, force: true });
  await mkdir(dirname(previous), { recursive: true });
  await rename(dist, previous);
  await rename(staged, dist).catch(async (error: unknown) => {
    await rename(previous, dist);
    throw error;
  });
  await removeReplaced(previous);
}

/** The new build is in its place already; what resists is removed by the next one. */
async function removeReplaced(folder: string): Promise<void> {
  await rm(folder, { recursive: true }).catch(() => {});
}

/**
 * Brings back the build that an interrupted exchange has moved aside. True when there was one to bring back.
 *
 * Not to be called while another process builds the site.
 */
export async function healExchange(site: string): Promise<boolean> {
  const dist = join(site, "dist");
  if ((await exists(dist)) || !(await exists(previousFolder(site)))) return false;
  await rename(previousFolder(site), dist);
  return true;
}

async function exchangeFolders(first: string, second: string, python: string): Promise<boolean> {
  const result = await runCaptured(python, ["-I", "-c", exchangeScript, first, second], { timeout: 10_000 });
  return result.code === 0;
}

async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(ignoreMissing)) !== null;
}

function ignoreMissing(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
