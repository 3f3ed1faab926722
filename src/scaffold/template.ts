import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { generateManage } from "../codegen/django/manage.js";
import type { GeneratedFile } from "../codegen/generatedFile.js";

/** What takes the place of the tokens of a template. */
export interface TemplateValues {
  /** Name of the site, for `__site__` in contents and paths. */
  site: string;
  /** What package.json asks for as djk, for `__djk_spec__`. */
  djkSpec: string;
}

/** Reads every file below a template's folder, paths with forward slashes, in the order of the paths. */
export async function scanTemplate(folder: string): Promise<GeneratedFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"));
  const read = paths
    .sort()
    .map(async (path) => ({ path, content: await readFile(join(folder, path), "utf8") }));
  return Promise.all(read);
}

/** The files of a new site, `manage.py` included. `_gitignore` becomes `.gitignore`, which npm would leave out of a package. */
export function buildSiteFiles(template: GeneratedFile[], values: TemplateValues): GeneratedFile[] {
  const inJson = JSON.stringify(values.djkSpec).slice(1, -1);
  const filled = template.map(({ path, content }) => ({
    path: path.replaceAll("__site__", values.site).replace(/(^|\/)_gitignore$/, "$1.gitignore"),
    content: content.replaceAll("__site__", values.site).replaceAll("__djk_spec__", () => inJson),
  }));
  return [{ path: "manage.py", content: generateManage("dev") }, ...filled];
}
