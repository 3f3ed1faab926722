import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FileKind, RouteTable } from "../router/route.js";
import type { ComponentFile } from "./findComponentProblems.js";

const componentKinds = ["page", "layout", "error", "notFound", "loading"] as const satisfies FileKind[];

/** Reads the special component files of the table's routes, each once. Rejects when one of them has vanished. */
export async function scanComponents(site: string, table: RouteTable): Promise<ComponentFile[]> {
  const routes = [...table.routes, ...table.notFound];
  const folders = routes.flatMap((route) => [route, ...route.lineage]);
  const paths = new Set(folders.flatMap(({ files }) => componentKinds.flatMap((kind) => files[kind] ?? [])));
  return [...paths].map((path) => ({ path, text: readFileSync(join(site, path), "utf8") }));
}
