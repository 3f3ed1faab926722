import type { Manifest } from "vite";
import { formatUrlPattern } from "../router/pattern.js";
import type { Route, RouteTable } from "../router/route.js";
import { listFirstLoad } from "./manifest.js";

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

/** The URL pattern of a route for people: `/books/<slug>/`; `/books/…` for a not-found boundary. */
export function formatRoutePattern(route: Route, table: RouteTable): string {
  const rows = route.kind === "notFound" ? table.notFoundRows : table.rows;
  const row = rows.find((candidate) => candidate.route === route.id);
  if (row === undefined) return "";
  return route.kind === "notFound"
    ? `${formatUrlPattern(row, "always")}…`
    : formatUrlPattern(row, table.trailingSlash);
}

function findSizes(route: Route, { manifest, sizeOf }: ReportSources): Pick<ReportRow, "js" | "css"> {
  if (route.kind === "endpoint") return { js: null, css: null };
  const { js, css } = listFirstLoad(manifest, route);
  return { js: sumSizes(js, sizeOf), css: sumSizes(css, sizeOf) };
}

/** Bytes of files together. */
export function sumSizes(files: readonly string[], sizeOf: (file: string) => number): number {
  return files.reduce((total, file) => total + sizeOf(file), 0);
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
  const [js, css] = [row.js, row.css].map((bytes) => (bytes === null ? "" : formatSize(bytes)));
  return [kind, methods, row.pattern, js ?? "", css ?? "", row.dir];
}

/** `103.4 kB`: a kB is 1,000 bytes. */
export function formatSize(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

function alignCell(cell: string, column: number, width: number): string {
  return column === 3 || column === 4 ? cell.padStart(width) : cell.padEnd(width);
}
