import { basename } from "node:path";
import { type FSWatcher, watch } from "chokidar";
import { isUnreadable } from "./unreadable.js";

export interface FolderOptions {
  /** Absolute path. */
  folder: string;
  /** Names in the folder that are not watched. */
  ignores: (name: string) => boolean;
  /** Something has happened to the folder, or to what a name in it stands for. */
  onTouch: () => void;
  onFailure: (error: unknown) => void;
}

/** A folder under watch. */
export interface FolderWatcher {
  close: () => Promise<void>;
}

/**
 * Watches a folder and the files in it, not the folders in it.
 *
 * Resolves when everything that happens from now on will be told. chokidar's own idea of what happened is not asked
 * for: it keeps back the second of two changes within 50 ms, and an event of the system may mean anything.
 *
 * @throws the error of `fs.watch` when the system's limit of watches is reached
 */
export async function watchFolder(options: FolderOptions): Promise<FolderWatcher> {
  const { folder, ignores, onTouch } = options;
  const ignored = (path: string) => path !== folder && ignores(basename(path));
  const watcher = watch(folder, {
    depth: 0,
    ignored,
    ignoreInitial: true,
    ignorePermissionErrors: true,
    atomic: false,
  });
  // chokidar waits for the return of a file that goes, even when it was closed before it learns of that: it would be
  // open again, for ever.
  watcher.add = () => watcher;
  watcher.on("raw", (_, path: string | null) => {
    if (path === null || !ignores(basename(path))) onTouch();
  });
  // In polling, a new file is followed only from its event on.
  watcher.on("all", onTouch);
  try {
    await untilReady(watcher);
  } catch (error) {
    await closeWatcher(watcher);
    throw error;
  }
  watcher.on("error", (error) => (isUnreadable(error) ? onTouch() : options.onFailure(error)));
  return { close: () => closeWatcher(watcher) };
}

function closeWatcher(watcher: FSWatcher): Promise<void> {
  const closing = watcher.close();
  watcher.on("error", () => {}); // of what was under way
  return closing;
}

function untilReady(watcher: FSWatcher): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: unknown) => {
      if (!isUnreadable(error)) reject(error);
    };
    watcher.on("error", refuse);
    watcher.once("ready", () => {
      watcher.off("error", refuse);
      resolve();
    });
  });
}
