import type { Manifest } from "vite";
import type { RouteTable } from "../router/route.js";
import type { Contents, Part } from "./contents.js";
import { listBranches, listFirstLoad } from "./manifest.js";
import { formatRoutePattern, formatSize } from "./report.js";

/** A built file of the client, and who loads it. */
export interface AnalyzedFile {
  path: string;
  /** Bytes after gzip. */
  size: number;
  /** URL patterns of the pages whose first load holds it. */
  pages: string[];
  parts: readonly Part[];
}

export interface AnalysisSources {
  table: RouteTable;
  manifest: Manifest;
  contents: Contents;
  /** Every built file. */
  paths: readonly string[];
  /** Compressed size of a file. */
  sizeOf: (file: string) => number;
}

/** The JavaScript and CSS of a client, largest file first. */
export function analyzeClient({ table, manifest, contents, paths, sizeOf }: AnalysisSources): AnalyzedFile[] {
  const pages = new Map(paths.map((path): [string, string[]] => [path, []]));
  for (const route of listBranches(table)) {
    const { js, css } = listFirstLoad(manifest, route);
    for (const file of [...js, ...css]) pages.get(file)?.push(formatRoutePattern(route, table));
  }
  const files = paths.filter((path) => /\.(js|css)$/.test(path));
  return files
    .map((path) => ({
      path,
      size: sizeOf(path),
      pages: pages.get(path) ?? [],
      parts: contents.get(path) ?? [],
    }))
    .sort((one, other) => other.size - one.size);
}

/** How many names stand for all of them. */
const shown = { pages: 3, parts: 10 } as const;

/** For people: each file with the pages that load it, and its parts with their sizes before compression. */
export function formatAnalysis(files: readonly AnalyzedFile[]): string {
  return files.map((file) => [formatFile(file), ...formatParts(file.parts)].join("\n")).join("\n\n");
}

function formatFile({ path, size, pages }: AnalyzedFile): string {
  const some = pages.slice(0, shown.pages).join(" ");
  const where = pages.length > shown.pages ? `${some} and ${pages.length - shown.pages} more` : some;
  return `${path}  ${formatSize(size)} gzip  ${where || "loaded later, when it is needed"}`;
}

function formatParts(parts: readonly Part[]): string[] {
  const rest = parts.slice(shown.parts);
  const last: Part[] =
    rest.length === 0
      ? []
      : [{ name: `${rest.length} more`, bytes: rest.reduce((sum, { bytes }) => sum + bytes, 0) }];
  return [...parts.slice(0, shown.parts), ...last].map(
    ({ name, bytes }) => `${formatSize(bytes).padStart(12)}  ${name}`,
  );
}
