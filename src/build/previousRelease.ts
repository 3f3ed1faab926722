import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { copyTree } from "./copyTree.js";
import { type BuildManifest, clientFolder, listFiles } from "./manifest.js";

/**
 * Copies the client files of the build in `dist/` to a new one, so that browsers which are open during a deployment
 * still find theirs. Files stay for one release: what `dist/` had itself kept from the build before goes.
 */
export async function keepPreviousRelease(dist: string, staticFolder: string, build: string): Promise<void> {
  const previous = await readManifest(dist);
  if (previous === null) return;
  const from = join(dist, "static", clientFolder);
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

async function readManifest(dist: string): Promise<BuildManifest | null> {
  try {
    const manifest = JSON.parse(await readFile(join(dist, "manifest.json"), "utf8"));
    return manifest.version === 1 ? manifest : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" || error instanceof SyntaxError) return null;
    throw error;
  }
}
