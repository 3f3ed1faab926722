import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { GeneratedFile } from "../codegen/generatedFile.js";
import { generateTypes, type SiteTypes } from "../codegen/types/generateTypes.js";
import { keepLastGood } from "../codegen/types/keepLastGood.js";
import { writeFiles } from "../files/writeFiles.js";
import type { RouteTable } from "../router/route.js";
import { isTypesForm } from "./typesForm.js";

/** Where the types of a site lie: the folder is djk's alone. */
export const typesFolder = ".djk/types";

/** What Python said last of each handler, for when it cannot be read. */
const notesPath = `${typesFolder}/ir.json`;

/** Raised when `SiteTypes` changes its form: notes of another one are not read. */
const version = 1;

const unknown: SiteTypes = { handlers: [], types: {} };

/** What was known of a site's types when they were written last; nothing where that cannot be read. */
export function readLastTypes(site: string): SiteTypes {
  const path = join(site, notesPath);
  if (!existsSync(path)) return unknown;
  try {
    const notes: unknown = JSON.parse(readFileSync(path, "utf8"));
    return isTypesForm(notes) && notes.version === version
      ? { handlers: notes.handlers, types: notes.types }
      : unknown;
  } catch {
    return unknown;
  }
}

/**
 * Everything that lies in `.djk/types`, paths relative to the site.
 *
 * @param now what Python says, null where it could not be asked
 * @param readLast what it said before, which stands for each handler that cannot be read now: asked for only then
 */
export function generateSiteTypes(
  table: RouteTable,
  now: SiteTypes | null,
  readLast: () => SiteTypes,
): { files: GeneratedFile[]; types: SiteTypes } {
  const types = keepLastGood(table, readLast, now ?? unknown);
  const notes = { path: notesPath, content: `${JSON.stringify({ version, ...types })}\n` };
  const files = generateTypes(table, types).map((file) => ({ ...file, path: `${typesFolder}/${file.path}` }));
  return { files: [...files, notes], types };
}

/** Whether a compiler reads the file. */
export function isTypesSource(path: string): boolean {
  return path.endsWith(".ts");
}

/** Writes the types of a site as Python says they are now: what was known last where it says nothing. */
export async function writeSiteTypes(site: string, table: RouteTable, now: SiteTypes | null): Promise<void> {
  const { files } = generateSiteTypes(table, now, () => readLastTypes(site));
  await writeFiles(site, files, [typesFolder]);
}
