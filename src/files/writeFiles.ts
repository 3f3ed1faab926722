import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { GeneratedFile } from "../codegen/generatedFile.js";
import { withFileProblems } from "./describeFileError.js";
import { settleAll } from "./settleAll.js";

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
  const differs = await Promise.all(
    files.map(async (file) => (await readText(root, file.path)) !== file.content),
  );
  const present = (await Promise.all(ownedFolders.map((folder) => listFiles(root, folder)))).flat();
  return {
    written: files
      .filter((_, i) => differs[i])
      .map((file) => file.path)
      .sort(),
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
  await settleAll(files.filter((file) => written.has(file.path)).map((file) => writeAtomically(root, file)));
  for (const path of changes.pruned) await prune(root, path, ownedFolders);
  return changes;
}

async function writeAtomically(root: string, file: GeneratedFile): Promise<void> {
  const target = join(root, file.path);
  const aside = `${target}.${process.pid}.tmp`;
  await mkdir(dirname(target), { recursive: true });
  try {
    await writeFile(aside, file.content);
    await rename(aside, target);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}

async function prune(root: string, path: string, ownedFolders: string[]): Promise<void> {
  await rm(join(root, path), { force: true });
  for (
    let folder = dirname(path);
    !ownedFolders.includes(folder) && folder !== ".";
    folder = dirname(folder)
  ) {
    await rm(join(root, folder, "__pycache__"), { recursive: true, force: true });
    if ((await readdir(join(root, folder))).length > 0) return;
    await rmdir(join(root, folder));
  }
}

async function readText(root: string, path: string): Promise<string | null> {
  try {
    return await readFile(join(root, path), "utf8");
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function listFiles(root: string, folder: string): Promise<string[]> {
  try {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(root.length + 1)
          .replaceAll("\\", "/"),
      )
      .filter((path) => !path.includes("/__pycache__/"));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}
