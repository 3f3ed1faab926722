import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
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
  if (!(await exists(dist))) return rename(staged, dist);
  if (await exchangeFolders(staged, dist, python)) return rm(staged, { recursive: true });
  return replaceBuild(site, staged);
}

/** The two renames of a system that cannot exchange folders. */
export async function replaceBuild(site: string, staged: string): Promise<void> {
  const previous = previousFolder(site);
  await rm(previous, { recursive: true, force: true });
  await mkdir(dirname(previous), { recursive: true });
  await rename(join(site, "dist"), previous);
  await rename(staged, join(site, "dist"));
  await rm(previous, { recursive: true });
}

/** Brings back the build that an interrupted exchange has moved aside. True when there was one to bring back. */
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

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
