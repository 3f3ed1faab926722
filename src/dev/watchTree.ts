import type { BigIntStats } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { type InTurn, inTurn } from "./inTurn.js";
import { compareListings, type Entry, type Listing } from "./listing.js";
import { isUnreadable } from "./unreadable.js";
import { type FolderWatcher, watchFolder } from "./watchFolder.js";

/** What happened to a file or a folder (`…Dir`). `path` is relative to the root, with forward slashes. */
export interface TreeEvent {
  kind: "add" | "addDir" | "change" | "unlink" | "unlinkDir";
  path: string;
}

export interface TreeOptions {
  /** Absolute path of a folder. */
  root: string;
  /** Files and folders, relative to the root, that are neither read nor watched. */
  ignores: (path: string) => boolean;
  onEvent: (event: TreeEvent) => void;
  onFailure: (error: unknown) => void;
}

/** A tree under watch. */
export interface TreeWatcher {
  close: () => Promise<void>;
}

/** A folder as it was read last. */
interface Folder {
  id: string;
  entries: Listing;
  watcher: FolderWatcher;
}

interface Tree extends TreeOptions {
  /** By path relative to the root, which is `""`. */
  folders: Map<string, Folder>;
  /** Folders in which something has happened since they were read. */
  touched: Set<string>;
  work: InTurn;
  closed: boolean;
}

/** An editor that saves through a second file is done within this time. */
const settleMs = 20;

/**
 * Reports every change below a folder from the moment on at which the promise resolves.
 *
 * A folder is watched before it is read, each time that it is read: what is written before the reading is read, what is
 * written after it is an event, which leads to another reading. So nothing is lost in folders that are new, moved or
 * replaced, however fast they are filled.
 *
 * @throws the error of `fs.watch` when the system's limit of watches is reached
 */
export async function watchTree(options: TreeOptions): Promise<TreeWatcher> {
  const work = inTurn(() => started.then(() => readTouched(tree)), options.onFailure);
  const tree: Tree = { ...options, folders: new Map(), touched: new Set(), work, closed: false };
  tree.onEvent = () => {}; // what is there at first is no news
  const started = readFolder(tree, "");
  await started.catch((error) => {
    closeTree(tree);
    throw error;
  });
  tree.onEvent = options.onEvent;
  return {
    close: () => {
      closeTree(tree);
      return work.idle();
    },
  };
}

function closeTree(tree: Tree): void {
  tree.closed = true;
  for (const path of tree.folders.keys()) dropFolder(tree, path);
}

async function readTouched(tree: Tree): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  const paths = [...tree.touched].sort();
  tree.touched.clear();
  for (const path of paths) if (tree.folders.has(path)) await readFolder(tree, path);
}

/** Watches a folder anew, reads it, reports how it differs from the last reading, and does the same below. */
async function readFolder(tree: Tree, path: string): Promise<void> {
  const before = tree.folders.get(path);
  await before?.watcher.close(); // the folder may be another one by now
  const folder = await openFolder(tree, path);
  if (tree.closed) return folder?.watcher.close();
  if (folder === null) return forgetFolder(tree, path);
  tree.folders.set(path, folder);
  for (const { name, was, is } of compareListings(before?.entries ?? new Map(), folder.entries))
    await reportEntry(tree, joinPath(path, name), was, is);
  const below = [...folder.entries].filter(([, entry]) => entry.kind === "folder");
  const unread = below.map(([name]) => joinPath(path, name)).filter((folder) => !tree.folders.has(folder));
  await Promise.all(unread.map((folder) => readFolder(tree, folder)));
}

async function reportEntry(
  tree: Tree,
  path: string,
  was: Entry | undefined,
  is: Entry | undefined,
): Promise<void> {
  if (was?.kind === "folder" && is?.kind === "folder") return readFolder(tree, path); // another one of this name
  if (was?.kind === "file" && is?.kind === "file") return tree.onEvent({ kind: "change", path });
  if (was?.kind === "folder") forgetFolder(tree, path);
  if (was !== undefined) tree.onEvent({ kind: was.kind === "folder" ? "unlinkDir" : "unlink", path });
  if (is !== undefined) tree.onEvent({ kind: is.kind === "folder" ? "addDir" : "add", path });
}

/** A folder that is gone takes with it whatever was known of it. */
function forgetFolder(tree: Tree, path: string): void {
  const entries = tree.folders.get(path)?.entries ?? [];
  dropFolder(tree, path);
  for (const [name, { kind }] of entries) {
    const below = joinPath(path, name);
    if (kind === "folder") forgetFolder(tree, below);
    tree.onEvent({ kind: kind === "folder" ? "unlinkDir" : "unlink", path: below });
  }
}

function dropFolder(tree: Tree, path: string): void {
  void tree.folders.get(path)?.watcher.close();
  tree.folders.delete(path);
}

/** True for a link that leads back to a folder that it lies in. */
function isLoop(tree: Tree, path: string, id: string): boolean {
  for (let above = path; above !== ""; ) {
    above = above.slice(0, Math.max(0, above.lastIndexOf("/")));
    if (tree.folders.get(above)?.id === id) return true;
  }
  return false;
}

/** Null when there is no such folder any more, it may not be read, or it is a loop. */
async function openFolder(tree: Tree, path: string): Promise<Folder | null> {
  const watcher = await watchFolder({
    folder: join(tree.root, path),
    ignores: (name) => tree.ignores(joinPath(path, name)),
    onTouch: () => {
      tree.touched.add(path);
      tree.work.run();
    },
    onFailure: tree.onFailure,
  });
  try {
    const id = identify(await stat(join(tree.root, path), { bigint: true }));
    if (!isLoop(tree, path, id)) return { id, entries: await readEntries(tree, path), watcher };
  } catch (error) {
    ignoreUnreadable(error);
  }
  await watcher.close();
  return null;
}

async function readEntries(tree: Tree, path: string): Promise<Listing> {
  const names = await readdir(join(tree.root, path));
  const kept = names.filter((name) => !tree.ignores(joinPath(path, name)));
  const read = kept.map(async (name): Promise<[string, Entry] | null> => {
    try {
      const stats = await stat(join(tree.root, path, name), { bigint: true });
      return [name, describeEntry(stats)];
    } catch (error) {
      return ignoreUnreadable(error);
    }
  });
  return new Map((await Promise.all(read)).filter((entry) => entry !== null));
}

function describeEntry(stats: BigIntStats): Entry {
  return stats.isDirectory()
    ? { kind: "folder", stamp: identify(stats) }
    : { kind: "file", stamp: `${identify(stats)}:${stats.size}:${stats.mtimeNs}` };
}

function identify({ dev, ino }: BigIntStats): string {
  return `${dev}:${ino}`;
}

function ignoreUnreadable(error: unknown): null {
  if (isUnreadable(error)) return null;
  throw error;
}

function joinPath(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
