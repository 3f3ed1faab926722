import { copyFile, mkdir, readdir, realpath, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ProjectError } from "../diagnostics/diagnostic.js";
import { isIgnoredEntry } from "../router/ignoredEntry.js";

/** Whether to copy a file or folder; `path` is relative to the folder that is copied, with forward slashes. */
export type Keep = (path: string, isFolder: boolean) => boolean;

/**
 * Copies a folder's files. Folders without files are not made.
 *
 * What a link leads to is copied, wherever that is, because the copy has to stand alone; links to nothing are left out.
 *
 * @throws ProjectError `link-cycle` for a link to a folder that holds the link itself or the copy
 */
export async function copyTree(from: string, to: string, keep: Keep): Promise<void> {
  await copyFolder({ from, to, target: await resolveLinks(to), keep }, "", []);
}

/** The path without links, of which the last parts need not exist. */
async function resolveLinks(path: string): Promise<string> {
  return realpath(path).catch(async () => join(await resolveLinks(dirname(path)), basename(path)));
}

interface Copy {
  from: string;
  to: string;
  /** `to` without links. */
  target: string;
  keep: Keep;
}

/** @param around the folders from `from` down to this one, without links */
async function copyFolder(copy: Copy, below: string, around: readonly string[]): Promise<void> {
  const { from, to, target, keep } = copy;
  const folder = await realpath(join(from, below));
  if (around.includes(folder) || target.startsWith(`${folder}/`))
    throw describeCycle(join(from, below), folder);
  for (const name of (await readdir(folder)).sort()) {
    const path = below === "" ? name : `${below}/${name}`;
    const found = await stat(join(from, path)).catch(ignoreNothing);
    if (found === null || !keep(path, found.isDirectory())) continue;
    if (found.isDirectory()) await copyFolder(copy, path, [...around, folder]);
    else if (found.isFile()) await copyOne(join(from, path), join(to, path));
  }
}

/** A link to nothing, or to itself. */
function ignoreNothing(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT" || error.code === "ELOOP") return null;
  throw error;
}

function describeCycle(link: string, folder: string): ProjectError {
  return new ProjectError({
    code: "link-cycle",
    severity: "error",
    message: `${link} leads to ${folder}, which holds it: a copy would have no end`,
    hint: "Remove this link, or let it lead to a folder beside it.",
  });
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
function isServerEntry(name: string, isFolder: boolean): boolean {
  if (!isPackageEntry(name) || isIgnoredEntry(name.replace(/^_+/, ""))) return false;
  return isFolder || !/\.([cm]?[jt]sx?|css|scss|sass|less|styl|map)$/.test(name);
}
