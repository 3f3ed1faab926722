import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Lists the files below `public/`, relative to it, with forward slashes; none where there is no such folder. */
export function scanPublic(site: string): string[] {
  try {
    return readdirSync(join(site, "public"), { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(site, "public").length + 1))
      .map((path) => path.replaceAll("\\", "/"))
      .sort();
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw error;
  }
}
