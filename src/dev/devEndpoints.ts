import { formatBranchPath } from "../codegen/react/branches.js";
import { generateTable, type TableAsset } from "../codegen/react/table.js";
import { formatUrlPattern } from "../router/pattern.js";
import type { Route, RouteTable } from "../router/route.js";

/** URL prefix under which the development server answers itself; everything else is Django's. */
export const devBase = "/_djk/";

/** The route table of the moment, with source modules in place of built chunks. */
export function generateDevTable(table: RouteTable): TableAsset {
  const branches = table.routes
    .filter((route) => route.kind === "page")
    .map((route): [string, string[]] => [route.id, [formatBranchPath(route)]]);
  return generateTable(table, { build: "dev", base: devBase, branches: new Map(branches) });
}

/** One row of the list that a new site's first page shows. */
export interface ListedRoute {
  id: string;
  kind: Route["kind"];
  /** Each URL pattern, with slashes as the site writes them. */
  pattern: string;
  files: string[];
  /** The URL where there is nothing to fill in. */
  url: string | null;
}

/** The routes as people look at them, in canonical order. */
export function listRoutes(table: RouteTable): ListedRoute[] {
  const routes = new Map(table.routes.map((route) => [route.id, route]));
  return table.rows.flatMap((row) => {
    const route = routes.get(row.route);
    if (route === undefined) return [];
    const pattern = formatUrlPattern(row, table.trailingSlash);
    const isStatic = row.parts.every((part) => part.kind === "word");
    return [
      {
        id: route.id,
        kind: route.kind,
        pattern,
        files: Object.values(route.files),
        url: isStatic ? encodeURI(pattern) : null,
      },
    ];
  });
}
