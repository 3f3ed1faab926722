import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "./paths.js";

const page = join(projectFolder, "docs/benchmarks.md");
const begin = "<!-- results: written by `npm run bench -- --report … --docs` -->";
const end = "<!-- end of results -->";

/** Puts tables into docs/benchmarks.md, in place of those that were there. */
export function writeDocs(tables) {
  writeFileSync(page, replaceResults(readFileSync(page, "utf8"), tables));
}

/** The page with other tables between its two comments. @throws Error where the comments are missing */
export function replaceResults(text, tables) {
  const [first, last] = [text.indexOf(begin), text.indexOf(end)];
  if (first === -1 || last < first) throw new Error(`docs/benchmarks.md lacks "${begin}" or "${end}"`);
  return `${text.slice(0, first + begin.length)}\n\n${tables.trim()}\n\n${text.slice(last)}`;
}
