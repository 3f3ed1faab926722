import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { compareCodePoints } from "./codePointOrder.js";
import { findNameConflicts, findNotFoundConflicts, findRouteConflicts } from "./conflicts.js";
import { findUndecidedOrders } from "./converterOrder.js";
import { findConverterDiagnostics } from "./converterProblems.js";
import { expandSegments, formatShape, listParams } from "./expand.js";
import { type ConverterRanks, compareConverters, comparePatterns } from "./order.js";
import { findReservedRoutes } from "./reserved.js";
import type {
  Converter,
  LineageNode,
  PatternPart,
  Route,
  RouteNode,
  RouteTable,
  Row,
  Segment,
} from "./route.js";
import { assignSymbols, formatUrlName } from "./symbols.js";

export interface TableOptions {
  /** Django's registered converters, the built-in ones included. */
  converters: readonly Converter[];
  trailingSlash: "always" | "never";
}

/** A route with the folders that lead to it, root first. */
interface Located {
  id: string;
  kind: Route["kind"];
  path: readonly RouteNode[];
  segments: readonly Segment[];
}

/**
 * Build the canonical table of a tree.
 *
 * The table is complete even with errors, so that a listing can show it; only a table without errors may be served.
 */
export function buildTable(
  root: RouteNode,
  options: TableOptions,
): { table: RouteTable; diagnostics: Diagnostic[] } {
  const ranks: ConverterRanks = new Map(options.converters.map(({ name, rank }) => [name, rank]));
  const located = locateRoutes(root);
  const symbols = assignSymbols(located);
  const built = located.map((place) => buildRoute(place, symbols.get(place.id)!));
  const answering = built.filter(({ route }) => route.kind !== "notFound");
  const rows = answering.flatMap(buildRows).sort((a, b) => compareRows(a, b, ranks));
  const misses = buildNotFound(built, ranks);
  const table: RouteTable = {
    routes: orderByFirstRow(answering, rows),
    notFound: misses.routes,
    rows,
    notFoundRows: misses.rows,
    converters: findUsedConverters([...rows, ...misses.rows], options.converters, ranks),
    trailingSlash: options.trailingSlash,
  };
  const conflicts = findRouteConflicts(table, options.converters);
  return {
    table,
    diagnostics: [
      ...findConverterDiagnostics(root, options.converters),
      ...findReservedRoutes(table),
      ...conflicts.diagnostics,
      ...findUndecidedOrders(table, ranks),
      ...findNameConflicts(table.routes, conflicts.pairs),
      ...findNotFoundConflicts(misses.shadowed),
    ],
  };
}

function locateRoutes(root: RouteNode): Located[] {
  const located = walk(root, []);
  const byId = (a: Located, b: Located) => compareCodePoints(a.id, b.id);
  return [
    ...located.filter(({ kind }) => kind !== "notFound").sort(byId),
    ...located.filter(({ kind }) => kind === "notFound").sort(byId),
  ];
}

function walk(node: RouteNode, above: readonly RouteNode[]): Located[] {
  const path = [...above, node];
  const segments = listSegments(path);
  const own: Located[] = [];
  if (node.files.page !== undefined) own.push({ id: node.id, kind: "page", path, segments });
  else if (node.files.route !== undefined) own.push({ id: node.id, kind: "endpoint", path, segments });
  if (node.files.notFound !== undefined)
    own.push({ id: `${node.id}#not-found`, kind: "notFound", path, segments });
  return [...own, ...node.children.flatMap((child) => walk(child, path))];
}

interface BuiltRoute {
  route: Route;
  segments: readonly Segment[];
}

function buildRoute({ id, kind, path, segments }: Located, symbol: string): BuiltRoute {
  const node = path[path.length - 1]!;
  const route: Route = {
    id,
    kind,
    name: kind === "notFound" ? "" : formatUrlName(segments),
    symbol,
    dir: node.dir,
    files: kind === "notFound" ? {} : node.files,
    params: listParams(segments),
    lineage: path.flatMap((_, index) => buildLineageNode(path.slice(0, index + 1))),
  };
  return { route, segments };
}

/** The folder at the end of the path as a list of one, or of none when it wraps nothing. */
function buildLineageNode(path: readonly RouteNode[]): LineageNode[] {
  const { id, dir, files } = path[path.length - 1]!;
  const wraps = files.layout ?? files.layoutHandler ?? files.error ?? files.notFound ?? files.loading;
  return wraps === undefined ? [] : [{ id, dir, files, params: listParams(listSegments(path)) }];
}

function listSegments(path: readonly RouteNode[]): Segment[] {
  return path.flatMap(({ segment }) => segment ?? []);
}

function buildRows({ route, segments }: BuiltRoute): Row[] {
  return expandSegments(segments).map((parts) => ({
    route: route.id,
    parts,
    bare: route.kind === "endpoint" && hasDottedEnd(parts),
  }));
}

function hasDottedEnd(parts: readonly PatternPart[]): boolean {
  const last = parts[parts.length - 1];
  return last?.kind === "word" && last.text.includes(".");
}

function compareRows(a: Row, b: Row, ranks: ConverterRanks): number {
  return comparePatterns(a.parts, b.parts, ranks) || compareCodePoints(a.route, b.route);
}

function orderByFirstRow(built: readonly BuiltRoute[], rows: readonly Row[]): Route[] {
  const byId = new Map(built.map(({ route }) => [route.id, route]));
  return [...new Set(rows.map((row) => row.route))].map((id) => byId.get(id)!);
}

interface NotFound {
  routes: Route[];
  rows: Row[];
  /** Pairs of not-found routes for the same URLs: the one that answers them and the one that does not. */
  shadowed: { winner: Route; loser: Route }[];
}

/**
 * Build what answers unmatched URLs: deepest folder first, in canonical order within one depth.
 *
 * Of two folders for the same URLs (a group adds none) the outer one wins. A rest parameter leaves no remainder.
 */
function buildNotFound(built: readonly BuiltRoute[], ranks: ConverterRanks): NotFound {
  const candidates = built
    .filter(({ route }) => route.kind === "notFound")
    .map(({ route, segments }) => ({ route, segments, patterns: expandOpen(segments) }))
    .filter(({ patterns }) => patterns.length > 0)
    .sort(
      (a, b) =>
        b.patterns[0]!.length - a.patterns[0]!.length ||
        comparePatterns(a.patterns[0]!, b.patterns[0]!, ranks) ||
        a.segments.length - b.segments.length ||
        compareCodePoints(a.route.id, b.route.id),
    );
  const owners = new Map<string, Route>();
  const rows: Row[] = [];
  const shadowed = new Map<Route, Route>();
  for (const { route, patterns } of candidates) {
    for (const parts of patterns) {
      const owner = owners.get(formatShape(parts));
      if (owner !== undefined) shadowed.set(route, owner);
      else {
        owners.set(formatShape(parts), route);
        rows.push({ route: route.id, parts, bare: false });
      }
    }
  }
  const answering = new Set(rows.map((row) => row.route));
  return {
    routes: candidates.map(({ route }) => route).filter(({ id }) => answering.has(id)),
    rows,
    shadowed: [...shadowed].map(([loser, winner]) => ({ winner, loser })),
  };
}

/** Patterns of a folder, the longest first, that leave room for a remainder. */
function expandOpen(segments: readonly Segment[]): PatternPart[][] {
  return expandSegments(segments)
    .filter((parts) => parts.every((part) => part.kind !== "rest"))
    .sort((a, b) => b.length - a.length);
}

function findUsedConverters(
  rows: readonly Row[],
  converters: readonly Converter[],
  ranks: ConverterRanks,
): Converter[] {
  const parts = rows.flatMap((row) => row.parts);
  const used = new Set(parts.map((part) => (part.kind === "param" ? part.converter : null)));
  return converters
    .filter(({ name }) => used.has(name))
    .sort((a, b) => compareConverters(a.name, b.name, ranks));
}
