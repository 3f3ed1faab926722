import { type CompiledTable, match } from "../router/match.js";
import type { FinishedRequest } from "./devServer.js";

/** One line for the terminal: `GET /posts/ 200 12 ms, 3 queries in 2 ms  /posts`, the route id last. */
export function formatRequest(request: FinishedRequest, table: CompiledTable): string {
  // Not `URL`: it throws on `//` and takes the first word of `//a/b` for a host.
  const [pathname = "", query = ""] = request.url.split("?", 2);
  const found = match(table, pathname);
  const kind = new URLSearchParams(query).has("_data") ? " (data)" : "";
  const time = `${Math.round(request.milliseconds)} ms${formatQueries(request.timing)}`;
  return `${request.method} ${pathname} ${request.status} ${time}${kind}  ${found?.route ?? "-"}`;
}

/** The runtime describes the queries in words, "12 queries (10 alike)", for browsers show them, too. */
function formatQueries(timing: string): string {
  const [, milliseconds, queries] = /\bdjk-db;dur=([\d.]+);desc="([^"]*)"/.exec(timing) ?? [];
  return queries === undefined ? "" : `, ${queries} in ${Math.round(Number(milliseconds))} ms`;
}
