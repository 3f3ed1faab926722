import { copyFile, mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isIgnoredEntry } from "../router/ignoredEntry.js";

/** Whether to copy a file or folder; `path` is relative to the folder that is copied, with forward slashes. */
export type Keep = (path: string, isFolder: boolean) => boolean;

/** Copies a folder's files, through links too. Folders without files are not made, links to nothing are left out. */
export async function copyTree(from: string, to: string, keep: Keep, below = ""): Promise<void> {
  for (const name of (await readdir(join(from, below))).sort()) {
    const path = below === "" ? name : `${below}/${name}`;
    const found = await stat(join(from, path)).catch(() => null);
    if (found === null || !keep(path, found.isDirectory())) continue;
    if (found.isDirectory()) await copyTree(from, to, keep, path);
    else if (found.isFile()) await copyOne(join(from, path), join(to, path));
  }
}

async function copyOne(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to);
}

/** Copies a module of the site, a package or one file, to where Python finds it by its name. */
export async function copyModule(module: { name: string; path: string }, stage: string): Promise<void> {
  if ((await stat(module.path)).isFile()) return copyOne(module.path, join(stage, basename(module.path)));
  return copyTree(module.path, join(stage, module.name), isPackageEntry);
}

/** What belongs to a Python package: everything but caches and hidden files. */
export function isPackageEntry(path: string): boolean {
  const name = basename(path);
  return !name.startsWith(".") && name !== "__pycache__" && !/\.py[co]$/.test(name);
}

/**
 * Copies what the server needs of `routes/` under names that Python can import, each folder of the tree a package with
 * an `__init__.py`: Python prefers any other package called `routes` to a folder without one.
 *
 * @param modules dotted name of each folder of the route tree, by folder relative to the site
 */
export async function copyRoutes(
  site: string,
  stage: string,
  modules: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [folder, module] of modules) {
    const keep: Keep = (path, isFolder) =>
      !modules.has(`${folder}/${path}`) && isServerEntry(basename(path), isFolder);
    await copyTree(join(site, folder), join(stage, ...module.split(".")), keep);
  }
  for (const module of modules.values()) await completePackage(join(stage, ...module.split(".")));
}

/** Adds an empty `__init__.py` to a folder that exists and has none. */
async function completePackage(folder: string): Promise<void> {
  const isThere = (path: string) =>
    stat(path).then(
      () => true,
      () => false,
    );
  const file = join(folder, "__init__.py");
  if ((await isThere(folder)) && !(await isThere(file))) await writeFile(file, "");
}

/**
 * What the server needs of a folder below `routes/`: handlers, templates and data, private `_` names included; not
 * what Vite has bundled, tests or caches.
 */
export function isServerEntry(name: string, isFolder: boolean): boolean {
  if (!isPackageEntry(name) || isIgnoredEntry(name.replace(/^_+/, ""))) return false;
  return isFolder || !/\.([cm]?[jt]sx?|css|scss|sass|less|styl|map)$/.test(name);
}
