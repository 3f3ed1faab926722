import type { Manifest } from "vite";
import { formatBranchPath } from "../codegen/react/branches.js";
import { entryPath } from "../codegen/react/entry.js";
import { formatUrlPattern } from "../router/pattern.js";
import type { Route, RouteTable } from "../router/route.js";
import { walkImports } from "./manifest.js";

/** What the build says about one route. */
export interface ReportRow {
  kind: Route["kind"];
  /** Upper case, `GET` for a page; empty when a `view` of the user's decides. */
  methods: string[];
  /** As in the route table, with a leading slash. */
  pattern: string;
  /** Bytes of the first load, gzip; null without a page. */
  js: number | null;
  css: number | null;
  /** Source folder. */
  dir: string;
}

export interface ReportSources {
  table: RouteTable;
  manifest: Manifest;
  /** Compressed size of a file of the manifest. */
  sizeOf: (file: string) => number;
  /** Verbs of each endpoint, by path of its `route.py`. */
  verbs: ReadonlyMap<string, readonly string[]>;
}

/** One row per route, in the order of the table. */
export function buildReport(sources: ReportSources): ReportRow[] {
  return [...sources.table.routes, ...sources.table.notFound].map((route) => ({
    kind: route.kind,
    methods: findMethods(route, sources.verbs),
    pattern: formatRoutePattern(route, sources.table),
    ...findSizes(route, sources),
    dir: route.dir,
  }));
}

function findMethods(route: Route, verbs: ReportSources["verbs"]): string[] {
  if (route.kind !== "endpoint") return ["GET"];
  return (verbs.get(route.files.route ?? "") ?? []).map((verb) => verb.toUpperCase());
}

function formatRoutePattern(route: Route, table: RouteTable): string {
  const rows = route.kind === "notFound" ? table.notFoundRows : table.rows;
  const row = rows.find((candidate) => candidate.route === route.id);
  if (row === undefined) return "";
  return route.kind === "notFound"
    ? `${formatUrlPattern(row, "always")}…`
    : formatUrlPattern(row, table.trailingSlash);
}

function findSizes(route: Route, { manifest, sizeOf }: ReportSources): Pick<ReportRow, "js" | "css"> {
  if (route.kind === "endpoint") return { js: null, css: null };
  const chunks = new Set([entryPath, formatBranchPath(route)].flatMap((key) => walkImports(manifest, key)));
  const files = [...chunks].flatMap((key) => manifest[key] ?? []);
  const sum = (names: Iterable<string>) =>
    [...new Set(names)].reduce((total, name) => total + sizeOf(name), 0);
  return { js: sum(files.map((chunk) => chunk.file)), css: sum(files.flatMap((chunk) => chunk.css ?? [])) };
}

const headings = ["kind", "methods", "url", "js", "css", "source"] as const;

/** A table for people: kilobytes are of the first load, compressed. */
export function formatReport(rows: readonly ReportRow[]): string {
  const cells = [headings, ...rows.map(formatRow)];
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells
    .map((row) =>
      row
        .map((cell, column) => alignCell(cell, column, widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function formatRow(row: ReportRow): string[] {
  const kind = row.kind === "notFound" ? "not found" : row.kind;
  const methods = row.methods.length > 0 ? row.methods.join(" ") : "view";
  return [kind, methods, row.pattern, formatSize(row.js), formatSize(row.css), row.dir];
}

function formatSize(bytes: number | null): string {
  return bytes === null ? "" : `${(bytes / 1000).toFixed(1)} kB`;
}

function alignCell(cell: string, column: number, width: number): string {
  return column === 3 || column === 4 ? cell.padStart(width) : cell.padEnd(width);
}
