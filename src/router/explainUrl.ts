import { findNearest } from "../diagnostics/didYouMean.js";
import { compileRouteTable } from "./compileRouteTable.js";
import { decodePath } from "./decodePath.js";
import { compileTest, explainMatch, formatCanonicalPath, type MatchedParams, match } from "./match.js";
import { matchNotFound } from "./matchNotFound.js";
import { formatUrlPattern } from "./pattern.js";
import type { Converter, RouteTable, Row } from "./route.js";

/** What the canonical table does with a URL path. */
export interface UrlExplanation {
  /** Id of the route that answers, or null. */
  route: string | null;
  params: MatchedParams;
  /** Where GET and HEAD are redirected to first; null for the canonical form. */
  redirect: string | null;
  /** Id of the not-found route that answers where no route does, or null. */
  notFound: string | null;
  /** A path with one word spelled otherwise that a route answers, or null. */
  suggestion: string | null;
  /** The rows that could have answered, in canonical order. */
  candidates: { pattern: string; route: string; matched: boolean; reason: string }[];
}

/** Explain what the table does with a URL path: percent-encoded, without mount, query and hash. */
export function explainUrl(table: RouteTable, path: string): UrlExplanation {
  const compiled = compileRouteTable(table);
  const found = match(compiled, path);
  const candidates = explainMatch(compiled, path).map(({ row, matched, reason }) => ({
    pattern: formatUrlPattern(row, table.trailingSlash),
    route: row.route,
    matched,
    reason,
  }));
  return {
    route: found?.route ?? null,
    params: found?.params ?? {},
    redirect: found === null ? null : findRedirect(path, found.row, table.trailingSlash),
    notFound: found === null ? (matchNotFound(table, path)?.route ?? null) : null,
    suggestion: found === null ? findSuggestion(table, path) : null,
    candidates,
  };
}

function findRedirect(path: string, row: Row, trailingSlash: RouteTable["trailingSlash"]): string | null {
  const canonical = formatCanonicalPath(path, row, trailingSlash);
  return canonical === path ? null : canonical;
}

/** Change one word of a path to the nearest one of a row that it fits then. */
function findSuggestion(table: RouteTable, path: string): string | null {
  const texts = decodePath(path)
    .replace(/^\/|\/+$/g, "")
    .split("/");
  const converters = Object.fromEntries(table.converters.map((converter) => [converter.name, converter]));
  for (const row of table.rows) {
    const changed = row.parts.length === texts.length ? changeOneWord(row, texts, converters) : null;
    if (changed !== null) return formatPath(changed, row, table.trailingSlash);
  }
  return null;
}

function changeOneWord(
  row: Row,
  texts: readonly string[],
  converters: Record<string, Converter>,
): string[] | null {
  const unfit = row.parts.flatMap((part, index) => {
    const text = texts[index]!;
    if (part.kind === "word") return part.text === text ? [] : [index];
    return part.kind === "param" && compileTest(part.converter, converters)(text) ? [] : [index];
  });
  const [index = -1] = unfit;
  const part = row.parts[index];
  if (unfit.length !== 1 || part?.kind !== "word") return null;
  return findNearest(texts[index]!, [part.text]) === null ? null : texts.with(index, part.text);
}

function formatPath(texts: readonly string[], row: Row, trailingSlash: RouteTable["trailingSlash"]): string {
  return `/${texts.map(encodeURIComponent).join("/")}${trailingSlash === "always" && !row.bare ? "/" : ""}`;
}
