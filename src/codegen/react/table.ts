import { formatPattern } from "../../router/pattern.js";
import type { RouteTable } from "../../router/route.js";

/** What the browser needs to find a branch: see "The route table" in docs/reference/protocol.md. */
export interface TableAsset {
  version: 1;
  build: string;
  base: string;
  trailingSlash: "always" | "never";
  converters: Record<string, { regex: string; type: "string" | "number" }>;
  rows: ([pattern: string, route: string] | [pattern: string, route: string, bare: 1])[];
  branches: Record<string, string[]>;
}

export interface TableSources {
  build: string;
  /** URL prefix of every file in `branches`. */
  base: string;
  /** Module and stylesheets of each page, by route id, relative to `base`. */
  branches: ReadonlyMap<string, string[]>;
}

/** The canonical table as the browser reads it. */
export function generateTable(table: RouteTable, sources: TableSources): TableAsset {
  return {
    version: 1,
    build: sources.build,
    base: sources.base,
    trailingSlash: table.trailingSlash,
    converters: Object.fromEntries(table.converters.map(({ name, regex, type }) => [name, { regex, type }])),
    rows: table.rows.map((row) => {
      const pattern = formatPattern(row.parts);
      return row.bare ? [pattern, row.route, 1] : [pattern, row.route];
    }),
    branches: Object.fromEntries(sources.branches),
  };
}
