import type { Plugin } from "vite";

const moduleId = "\0djk:types";

/** `./$types` holds types only: TypeScript finds them below `.djk/types`, everything else gets an empty module. */
export const emptyTypes: Plugin = {
  name: "djk:types",
  enforce: "pre",
  resolveId: (source) => (isTypes(source) ? moduleId : null),
  load: (id) => (id === moduleId ? "export {};" : null),
};

/** Whether an import names the types of a folder, its own (`./$types`) or another's (`../$types`). */
export function isTypes(source: string): boolean {
  return /^\.{1,2}\/(.*\/)?\$types(\.[jt]s)?$/.test(source);
}

/** What a module imports of `source` as if it were a value, as it is written; null where all of it is types. */
export function findTypeImport(text: string, source: string): string | null {
  const statements = text.matchAll(/\bimport\s+(?!type\s)([^;"']+?)\s*\bfrom\s*(["'])(.*?)\2/g);
  const names = [...statements]
    .filter((found) => found[3] === source)
    .flatMap((found) => listNames(found[1]!));
  return names.find((name) => !name.startsWith("type ")) ?? null;
}

function listNames(clause: string): string[] {
  return clause
    .split(/[{},]/)
    .map((name) => name.trim().replace(/\s+/g, " "))
    .filter((name) => name !== "");
}
