import { type CompiledTable, match } from "../router/match.js";
import type { FinishedRequest } from "./devServer.js";

/** One line for the terminal: `GET /posts/ 200 12 ms  /posts`, the route id last. */
export function formatRequest(request: FinishedRequest, table: CompiledTable): string {
  // Not `URL`: it throws on `//` and takes the first word of `//a/b` for a host.
  const [pathname = "", query = ""] = request.url.split("?", 2);
  const found = match(table, pathname);
  const kind = new URLSearchParams(query).has("_data") ? " (data)" : "";
  const time = `${Math.round(request.milliseconds)} ms`;
  return `${request.method} ${pathname} ${request.status} ${time}${kind}  ${found?.route ?? "-"}`;
}
