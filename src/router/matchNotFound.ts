import { decodePath } from "./decodePath.js";
import { compileTest, type MatchedParams, readParams } from "./match.js";
import type { Converter, RouteTable, Row } from "./route.js";

/** The not-found route that answers a URL which no row matches, or null where Django's own 404 does. */
export function matchNotFound(
  table: Pick<RouteTable, "notFoundRows" | "converters">,
  pathname: string,
): { route: string; params: MatchedParams } | null {
  const converters = Object.fromEntries(table.converters.map((converter) => [converter.name, converter]));
  const parts = decodePath(pathname).slice(1).split("/");
  const row = table.notFoundRows.find((candidate) => isAbove(candidate, parts, converters));
  return row === undefined ? null : { route: row.route, params: readParams(row, parts, converters) };
}

function isAbove(row: Row, parts: readonly string[], converters: Record<string, Converter>): boolean {
  return row.parts.every((part, index) => {
    const text = parts[index];
    if (text === undefined || part.kind === "rest") return false;
    return part.kind === "word" ? part.text === text : compileTest(part.converter, converters)(text);
  });
}
