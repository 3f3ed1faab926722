import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { ProjectError } from "../diagnostics/diagnostic.js";
import { compareCodePoints } from "./codePointOrder.js";
import { isIgnoredEntry } from "./ignoredEntry.js";

/**
 * List the files below `<site>/routes` that may take part, relative to the site, with forward slashes, in code point
 * order.
 *
 * Throws `ProjectError` (`routes-missing`) when there is no such folder. Linked files count, linked folders do not.
 */
export async function scanRoutes(site: string): Promise<string[]> {
  const found = await stat(join(site, "routes")).catch(() => null);
  if (!found?.isDirectory())
    throw new ProjectError({
      code: "routes-missing",
      severity: "error",
      message: found === null ? "there is no folder routes/ in this site" : "routes is not a folder",
      at: { file: "routes" },
      hint: "Make it and put a page.tsx into it, or run djk in the folder that has djk.toml.",
    });
  return (await scanFolder(site, "routes")).sort(compareCodePoints);
}

async function scanFolder(site: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(site, folder), { withFileTypes: true });
  const kept = entries.filter((entry) => !isIgnoredEntry(entry.name));
  const lists = kept.map(async (entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return scanFolder(site, path);
    return entry.isFile() || (entry.isSymbolicLink() && (await isLinkedFile(join(site, path)))) ? [path] : [];
  });
  return (await Promise.all(lists)).flat();
}

async function isLinkedFile(path: string): Promise<boolean> {
  const target = await stat(path).catch(() => null);
  return target?.isFile() ?? false;
}
