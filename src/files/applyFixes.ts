import { readFile, writeFile } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import type { Edit } from "../diagnostics/diagnostic.js";
import { editText } from "./editText.js";

/**
 * Writes edits into the files of a site and returns those that it made.
 *
 * A file that lies outside the site or is not UTF-8 stays as it is.
 */
export async function applyFixes(site: string, edits: readonly Edit[]): Promise<Edit[]> {
  const files = [...new Set(edits.map(({ file }) => file))].filter(isBelow).sort();
  const made = files.map(async (file) => {
    const path = join(site, file);
    const bytes = await readFile(path);
    const text = bytes.toString("utf8");
    if (!Buffer.from(text, "utf8").equals(bytes)) return [];
    const edited = editText(
      text,
      edits.filter((edit) => edit.file === file),
    );
    await writeFile(path, edited.text);
    return edited.made;
  });
  return (await Promise.all(made)).flat();
}

function isBelow(file: string): boolean {
  return !isAbsolute(file) && !file.split("/").includes("..");
}
