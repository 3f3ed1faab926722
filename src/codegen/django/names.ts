import type { FileKind } from "../../router/route.js";

/** Dotted name of each folder's Python package, by folder (`routes/books/[slug]` → `routes.books.p_slug`). */
export type ModuleNames = ReadonlyMap<string, string>;

/** Dotted name of a handler file, or null where the folder has none. */
export function findModule(
  modules: ModuleNames,
  folder: { dir: string; files: Partial<Record<FileKind, string>> },
  kind: "pageHandler" | "layoutHandler" | "route",
): string | null {
  const file = folder.files[kind];
  if (file === undefined) return null;
  const stem = file.slice(folder.dir.length + 1).replace(/\.py$/, "");
  return `${modules.get(folder.dir)}.${stem}`;
}
