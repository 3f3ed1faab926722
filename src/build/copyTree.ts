// Synchronous as files/writeFiles.ts is: a site of 1,000 pages has 3,000 small files, which take a second otherwise.
import {
  copyFileSync,
  type Dirent,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
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
  copyFolder({ from, to, target: resolveLinks(to), keep }, "", []);
}

/** The path without links, of which the last parts need not exist. */
function resolveLinks(path: string): string {
  return existsSync(path) ? realpathSync.native(path) : join(resolveLinks(dirname(path)), basename(path));
}

interface Copy {
  from: string;
  to: string;
  /** `to` without links. */
  target: string;
  keep: Keep;
}

/** @param around the folders from `from` down to this one, without links */
function copyFolder(copy: Copy, below: string, around: readonly string[]): void {
  const { from, to, target, keep } = copy;
  const folder = realpathSync.native(join(from, below));
  if (around.includes(folder) || target.startsWith(`${folder}/`))
    throw describeCycle(join(from, below), folder);
  let isMade = false;
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort(byName)) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    const found = entry.isSymbolicLink() ? findTarget(join(from, path)) : entry;
    if (found === null || !keep(path, found.isDirectory())) continue;
    if (found.isDirectory()) copyFolder(copy, path, [...around, folder]);
    else if (found.isFile()) {
      if (!isMade) mkdirSync(join(to, below), { recursive: true });
      isMade = true;
      copyFileSync(join(from, path), join(to, path));
    }
  }
}

function byName(one: Dirent, other: Dirent): number {
  return one.name < other.name ? -1 : 1;
}

/** What a path leads to; null for a link to nothing, or to itself. */
function findTarget(path: string): Stats | null {
  try {
    return statSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ELOOP") return null;
    throw error;
  }
}

function describeCycle(link: string, folder: string): ProjectError {
  return new ProjectError({
    code: "link-cycle",
    severity: "error",
    message: `${link} leads to ${folder}, which holds it: a copy would have no end`,
    hint: "Remove this link, or let it lead to a folder beside it.",
  });
}

/** Copies a module of the site, a package or one file, to where Python finds it by its name. */
export async function copyModule(module: { name: string; path: string }, stage: string): Promise<void> {
  if (statSync(module.path).isFile()) return copyFileSync(module.path, join(stage, basename(module.path)));
  return copyTree(module.path, join(stage, module.name), isPackageEntry);
}

/** What belongs to a Python package: everything but caches and hidden files. */
export function isPackageEntry(path: string): boolean {
  const name = basename(path);
  return !name.startsWith(".") && name !== "__pycache__" && !/\.py[co]$/.test(name);
}

/**
 * Copies what the server needs of `routes/` under names that Python can import. Its own folder gets an `__init__.py`,
 * because Python prefers any other package called `routes` to a folder without one; those below need none.
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
  const packages = new Set([...modules.values()].map((module) => module.split(".")[0] ?? ""));
  for (const name of packages) completePackage(join(stage, name));
}

/** Adds an empty `__init__.py` to a folder that exists and has none. */
function completePackage(folder: string): void {
  const file = join(folder, "__init__.py");
  if (existsSync(folder) && !existsSync(file)) writeFileSync(file, "");
}

/**
 * What the server needs of a folder below `routes/`: handlers, templates and data, private `_` names included; not
 * what Vite has bundled, tests or caches.
 */
function isServerEntry(name: string, isFolder: boolean): boolean {
  if (!isPackageEntry(name) || isIgnoredEntry(name.replace(/^_+/, ""))) return false;
  return isFolder || !/\.([cm]?[jt]sx?|css|scss|sass|less|styl|map)$/.test(name);
}
