import { compileRouteTable } from "../../router/compileRouteTable.js";
import { explainMatch, match } from "../../router/match.js";
import { formatUrlPattern } from "../../router/pattern.js";
import type { Route, RouteTable, Row } from "../../router/route.js";
import { type CommandCall, exitCode } from "../command.js";
import { openSite } from "../openSite.js";

/** `djk routes`: the canonical table, or with `--match` which of its rows answers a URL, and why. */
export async function run(call: CommandCall): Promise<number> {
  const { table } = await (await openSite(call)).load();
  const { match: url, json } = call.options;
  if (typeof url === "string")
    call.terminal.out(json ? toJson(explain(table, url)) : formatExplanation(table, url));
  else call.terminal.out(json ? toJson(table) : formatTable(table));
  return exitCode.ok;
}

function toJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

function formatTable(table: RouteTable): string {
  const routes = new Map(table.routes.map((route) => [route.id, route]));
  const cells = table.rows.map((row) => {
    const route = routes.get(row.route) as Route;
    return [route.kind, formatUrlPattern(row, table.trailingSlash), route.name, route.dir];
  });
  const widths = [0, 1, 2].map((column) => Math.max(0, ...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return lines.length > 0 ? lines.join("\n") : "no routes yet: add routes/page.tsx";
}

function explain(table: RouteTable, url: string) {
  const path = findPath(url);
  const compiled = compileRouteTable(table);
  const found = match(compiled, path);
  const candidates = explainMatch(compiled, path).map(({ row, matched, reason }) => ({
    pattern: formatUrlPattern(row, table.trailingSlash),
    route: row.route,
    matched,
    reason,
  }));
  const redirect = found === null ? null : findRedirect(path, found.row, table.trailingSlash);
  return { url, route: found?.route ?? null, params: found?.params ?? {}, redirect, candidates };
}

/** The path to which Django redirects a row's other form, with or without a slash; null for the right one. */
function findRedirect(path: string, row: Row, trailingSlash: RouteTable["trailingSlash"]): string | null {
  if (row.bare || path === "/" || path.endsWith("/") === (trailingSlash === "always")) return null;
  return path.endsWith("/") ? path.slice(0, -1) : `${path}/`;
}

/** The path of a whole URL, or of one that begins with its path. */
function findPath(url: string): string {
  const isWhole = /^https?:\/\//i.test(url) && URL.canParse(url);
  return new URL(isWhole ? url : `http://site${url.startsWith("/") ? "" : "/"}${url}`).pathname;
}

function formatExplanation(table: RouteTable, url: string): string {
  const { route, params, redirect, candidates } = explain(table, url);
  const winner =
    route === null
      ? `${url} matches no route; URLs of Django itself, such as the admin, are not listed here`
      : `${url} ${redirect === null ? "opens" : `redirects to ${redirect}, which opens`} ${route} ${JSON.stringify(params)}`;
  const lines = candidates.map(
    ({ pattern, route: id, matched, reason }) =>
      `  ${matched ? "+" : "-"} ${pattern}  ${id}\n      ${reason}`,
  );
  return [winner, ...lines].join("\n");
}
