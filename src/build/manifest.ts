import { createHash } from "node:crypto";
import type { Manifest } from "vite";
import { formatBranchPath } from "../codegen/react/branches.js";
import { entryPath } from "../codegen/react/entry.js";
import { generateTable } from "../codegen/react/table.js";
import type { Route, RouteTable } from "../router/route.js";
import type { ClientFile } from "./clientBuild.js";
import type { ServerKind } from "./deployFiles.js";

/** Raised whenever the envelope, the route table or the branch module changes its shape. */
const wireVersion = 1;

/** Version of `dist/manifest.json` that this djk writes and serves. */
export const manifestVersion = 1;

/** Folder of the client's files below `STATIC_URL`. */
export const clientFolder = "client/";

/** `dist/manifest.json`: where Django finds what a page loads. Paths are below `STATIC_URL`. */
export interface BuildManifest {
  version: typeof manifestVersion;
  build: string;
  base: string;
  entry: string;
  table: string;
  /** Decides between gunicorn and uvicorn. */
  server: ServerKind;
  /** Vite's manifest; its files are below `base`. */
  files: Manifest;
}

/** Pages and not-found boundaries: the routes that have a branch module. */
export function listBranches(table: RouteTable): Route[] {
  return [...table.routes, ...table.notFound].filter((route) => route.kind !== "endpoint");
}

/** The modules that a client build starts from: the entry and one branch per page. */
export function listEntries(table: RouteTable): Record<string, string> {
  const branches = listBranches(table).map((route) => [`page_${route.symbol}`, formatBranchPath(route)]);
  return { entry: entryPath, ...Object.fromEntries(branches) };
}

/**
 * Walks the manifest from a source module along its static imports: dependencies first, each chunk once.
 *
 * @returns keys of the manifest, that of the module itself last
 */
export function walkImports(manifest: Manifest, key: string): string[] {
  const order = new Set<string>();
  const seen = new Set<string>();
  const visit = (current: string) => {
    if (seen.has(current) || manifest[current] === undefined) return;
    seen.add(current);
    for (const imported of manifest[current]?.imports ?? []) visit(imported);
    order.add(current);
  };
  visit(key);
  return [...order];
}

/** Stylesheets of a module and of everything it imports, in the order in which they cascade. */
export function listStylesheets(manifest: Manifest, key: string): string[] {
  return [...new Set(walkImports(manifest, key).flatMap((chunk) => manifest[chunk]?.css ?? []))];
}

/** Files that a page loads before anybody does anything, relative to the manifest's base, each once. */
export interface FirstLoad {
  js: string[];
  css: string[];
}

/** What a page's document asks for: the entry, the page's branch and all that they import. */
export function listFirstLoad(manifest: Manifest, route: Route): FirstLoad {
  const keys = [entryPath, formatBranchPath(route)].flatMap((key) => walkImports(manifest, key));
  const files = keys.flatMap((key) => manifest[key] ?? []);
  return {
    js: [...new Set(files.map(({ file }) => file))],
    css: [...new Set(files.flatMap(({ css }) => css ?? []))],
  };
}

/** Module and stylesheets of each branch, by route id. */
function buildBranchFiles(table: RouteTable, manifest: Manifest): Map<string, string[]> {
  return new Map(
    listBranches(table).map((route) => {
      const key = formatBranchPath(route);
      const module = manifest[key]?.file;
      if (module === undefined) throw new Error(`${key} is not in the client build`);
      return [route.id, [module, ...listStylesheets(manifest, key)]];
    }),
  );
}

/** Every file that a manifest names, relative to its base. */
export function listFiles(manifest: Manifest): string[] {
  const files = Object.values(manifest).flatMap(({ file, css, assets }) => [
    file,
    ...(css ?? []),
    ...(assets ?? []),
  ]);
  return [...new Set(files)];
}

export interface ReleaseSources {
  table: RouteTable;
  files: readonly ClientFile[];
  manifest: Manifest;
  /** URL prefix of the client's files: `/static/client/`. */
  base: string;
  server: ServerKind;
}

/** The two files that name all others: the browser's route table (among the client's files) and Django's manifest. */
export interface Release {
  table: ClientFile;
  manifest: BuildManifest;
}

/** Names a build: the same sources give the same id and the same bytes. */
export function buildRelease({ table, files, manifest, base, server }: ReleaseSources): Release {
  const branches = buildBranchFiles(table, manifest);
  const unnamed = generateTable(table, { build: "", base, branches });
  const build = hashContent([`wire ${wireVersion}`, JSON.stringify(unnamed), ...files.flatMap(listContent)]);
  const content = `${JSON.stringify(generateTable(table, { build, base, branches }))}\n`;
  const path = `table-${hashContent([content])}.json`;
  return {
    table: { path, content },
    manifest: {
      version: manifestVersion,
      build,
      base: clientFolder,
      entry: entryPath,
      table: `${clientFolder}${path}`,
      server,
      files: manifest,
    },
  };
}

function listContent(file: ClientFile): (string | Uint8Array)[] {
  return [file.path, file.content];
}

/** Twelve hexadecimal digits over the parts, each with its length so that no two lists read the same. */
function hashContent(parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}\n`).update(part);
  return hash.digest("hex").slice(0, 12);
}
