import type { Route, RouteTable } from "../../router/route.js";
import type { GeneratedFile } from "../generatedFile.js";

/**
 * One template per `page.html`; the other pages share `djk/document.html` of the runtime package.
 *
 * @param pageTemplates contents of `page.html` files by path
 */
export function generateTemplates(
  table: RouteTable,
  pageTemplates: ReadonlyMap<string, string>,
): GeneratedFile[] {
  return table.routes.flatMap((route) => {
    const name = formatTemplateName(route);
    const content = pageTemplates.get(route.files.pageTemplate ?? "");
    return name === null || content === undefined ? [] : [{ path: `templates/${name}`, content }];
  });
}

/** Name of a page's own template, as the template loader looks it up; null where it has none. */
export function formatTemplateName(route: Route): string | null {
  return route.files.pageTemplate === undefined ? null : `djk_site/${route.symbol}.html`;
}
