import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { decodePath } from "../router/decodePath.js";
import { formatHref } from "../router/href.js";
import type { RouteTable } from "../router/route.js";

/** Finds the file below `public/` that a URL path opens: its path relative to the site, or null. */
export function findPublicFile(files: readonly string[], path: string): string | null {
  const wanted = decodePath(path).slice(1);
  return files.includes(wanted) ? `public/${wanted}` : null;
}

/**
 * Finds routes whose one URL is that of a file in `public/`, which is served before Django is asked.
 *
 * @param files relative to `public/`; a route with parameters has other URLs, too, and is no problem
 */
export function findPublicShadows(files: readonly string[], table: RouteTable): Diagnostic[] {
  const routes = new Map(table.routes.map((route) => [route.id, route]));
  return table.rows.flatMap((row): Diagnostic[] => {
    if (row.parts.some((part) => part.kind !== "word")) return [];
    const url = formatHref(row.parts, {}, { trailingSlash: table.trailingSlash, bare: row.bare });
    const file = findPublicFile(files, url);
    if (file === null) return [];
    const { dir, files: own } = routes.get(row.route)!;
    return [
      {
        code: "route-shadowed",
        severity: "warning",
        message: `the URL ${url} does not open the route ${row.route}: ${file} answers first`,
        at: { file: own.page ?? own.route ?? dir },
        hint: "remove the file, or rename the folder",
        related: [{ message: file, at: { file } }],
      },
    ];
  });
}
