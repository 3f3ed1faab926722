// Synchronous: a site of 10,000 pages has 20,000 files, which asynchronous calls would open all at once (EMFILE) and
// read in three times the time.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { GeneratedFile } from "../codegen/generatedFile.js";
import { isRunning } from "../process/isRunning.js";
import { withFileProblems } from "./describeFileError.js";

/** What a write did, or would do: paths relative to the root, sorted. */
export interface FileChanges {
  written: string[];
  pruned: string[];
}

/**
 * Finds which files differ from what is on disk and which files of `ownedFolders` nobody generates any more.
 *
 * Python's caches in owned folders are left alone.
 */
export async function findChanges(
  root: string,
  files: GeneratedFile[],
  ownedFolders: string[],
): Promise<FileChanges> {
  const wanted = new Set(files.map((file) => file.path));
  const different = files.filter((file) => readText(root, file.path) !== file.content);
  const present = ownedFolders.flatMap((folder) => listFiles(root, folder));
  return {
    written: different.map((file) => file.path).sort(),
    pruned: present.filter((path) => !wanted.has(path)).sort(),
  };
}

/**
 * Writes only what differs, each file atomically, then prunes what is orphaned in `ownedFolders`.
 *
 * @throws ProjectError `file-access`
 */
export function writeFiles(
  root: string,
  files: GeneratedFile[],
  ownedFolders: string[],
): Promise<FileChanges> {
  return withFileProblems(root, () => writeChanges(root, files, ownedFolders));
}

async function writeChanges(
  root: string,
  files: GeneratedFile[],
  ownedFolders: string[],
): Promise<FileChanges> {
  const changes = await findChanges(root, files, ownedFolders);
  const written = new Set(changes.written);
  const differing = files.filter((file) => written.has(file.path));
  for (const folder of new Set(differing.map((file) => dirname(file.path))))
    mkdirSync(join(root, folder), { recursive: true });
  for (const file of differing) writeAtomically(root, file);
  for (const path of changes.pruned) prune(root, path, ownedFolders);
  return changes;
}

function writeAtomically(root: string, file: GeneratedFile): void {
  const target = join(root, file.path);
  const aside = `${target}.${process.pid}.tmp`;
  try {
    writeFileSync(aside, file.content);
    renameSync(aside, target);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}

function prune(root: string, path: string, ownedFolders: string[]): void {
  rmSync(join(root, path), { force: true });
  for (
    let folder = dirname(path);
    !ownedFolders.includes(folder) && folder !== ".";
    folder = dirname(folder)
  ) {
    rmSync(join(root, folder, "__pycache__"), { recursive: true, force: true });
    if (!removeEmpty(join(root, folder))) return;
  }
}

/** Removes a folder that is empty. True when it is gone, also by another process that prunes at the same time. */
function removeEmpty(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return true;
    if (code === "ENOTEMPTY" || code === "EEXIST") return false;
    throw error;
  }
}

/** Null where there is no such file. */
function readText(root: string, path: string): string | null {
  try {
    return readFileSync(join(root, path), "utf8");
  } catch (error) {
    if (isMissing(error) || (error as NodeJS.ErrnoException).code === "EISDIR") return null;
    throw error;
  }
}

function listFiles(root: string, folder: string): string[] {
  try {
    return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(root.length + 1)
          .replaceAll("\\", "/"),
      )
      .filter((path) => !path.includes("/__pycache__/") && !isBeingWritten(path));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Whether another djk is about to rename this file, `djk dev` beside `djk build`; that of a killed one is orphaned. */
function isBeingWritten(path: string): boolean {
  const pid = Number(/\.(\d+)\.tmp$/.exec(path)?.[1]);
  return pid > 0 && pid !== process.pid && isRunning(pid);
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}
