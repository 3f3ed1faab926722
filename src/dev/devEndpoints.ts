import type { IncomingMessage } from "node:http";
import { resolve } from "node:path";
import { formatBranchPath } from "../codegen/react/branches.js";
import { generateTable, type TableAsset } from "../codegen/react/table.js";
import { formatUrlPattern } from "../router/pattern.js";
import { RESERVED_WORD } from "../router/reserved.js";
import type { Route, RouteTable } from "../router/route.js";

/** URL prefix under which the development server answers itself; nearly everything else is Django's. */
export const devBase = `/${RESERVED_WORD}/`;

/** The route table of the moment, with source modules in place of built chunks. */
export function generateDevTable(table: RouteTable): TableAsset {
  const branches = table.routes
    .filter((route) => route.kind === "page")
    .map((route): [string, string[]] => [route.id, [formatBranchPath(route)]]);
  return generateTable(table, { build: "dev", base: devBase, branches: new Map(branches) });
}

/**
 * Vite opens a file in the editor by a path that it resolves against the folder in which djk was started; pages of djk
 * name it as diagnostics do, relative to the site. Gives the request's URL with an absolute path.
 */
export function resolveEditorUrl(url: string, site: string): string {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  const file = searchParams.get("file");
  if (pathname !== editorPath || file === null || file.startsWith("file://")) return url;
  return `${pathname}?${new URLSearchParams({ file: resolve(site, file) })}`;
}

const editorPath = `${devBase}__open-in-editor`;

/** Whether a request below djk's own prefix is one of the few that Django answers: for a CSRF token. */
export function isOfDjango({ url = "" }: IncomingMessage): boolean {
  return url.split("?")[0] === `${devBase}csrf`;
}

/** Whether a request opens a file in the editor. */
export function isEdit({ url = "" }: IncomingMessage): boolean {
  return url.toLowerCase().startsWith(editorPath);
}

/** Whether a page of another origin asks for the editor: a browser sends such a request without asking anybody. */
export function isForeignEdit(request: IncomingMessage): boolean {
  return isEdit(request) && /^(cross|same)-site$/.test(String(request.headers["sec-fetch-site"]));
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
