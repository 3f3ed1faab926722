import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { copyTree } from "./copyTree.js";
import { type BuildManifest, clientFolder, listFiles, manifestVersion } from "./manifest.js";

/**
 * Copies the client files of the build in `dist/` to a new one, so that browsers which are open during a deployment
 * still find theirs. Files stay for one release: what `dist/` had itself kept from the build before goes.
 */
export async function keepPreviousRelease(dist: string, staticFolder: string, build: string): Promise<void> {
  const previous = await readManifest(dist);
  const from = join(dist, "static", clientFolder);
  if (previous === null || !(await isFolder(from))) return;
  const to = join(staticFolder, clientFolder);
  const present = new Set(await readdir(to));
  // The same release built again keeps what the first one kept.
  const own = previous.build === build ? null : listRelease(previous);
  await copyTree(from, to, (path) => !present.has(path) && (own === null || own.has(withoutTwin(path))));
}

function listRelease(manifest: BuildManifest): Set<string> {
  return new Set([...listFiles(manifest.files), manifest.table.slice(clientFolder.length)]);
}

function withoutTwin(path: string): string {
  return path.replace(/\.(gz|br)$/, "");
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() ?? false;
}

/** Null for a build that is not there, was damaged or has another version: it has nothing to keep. */
async function readManifest(dist: string): Promise<BuildManifest | null> {
  try {
    const manifest = JSON.parse(await readFile(join(dist, "manifest.json"), "utf8"));
    const isWhole = manifest?.version === manifestVersion && typeof manifest.table === "string";
    return isWhole && isRecord(manifest.files) ? manifest : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): boolean {
  return isObject(value) && Object.values(value).every(isObject);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
