import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { compileWhole } from "./converters.js";
import { formatShape } from "./expand.js";
import { formatPattern } from "./pattern.js";
import type { Converter, PatternPart, Route, RouteTable, Row } from "./route.js";

/**
 * Find the routes that answer the same URLs, one diagnostic for each set of routes.
 *
 * `pairs` holds those sets' keys, so that what follows from a conflict is not reported again.
 */
export function findRouteConflicts(
  table: RouteTable,
  converters: readonly Converter[],
): { diagnostics: Diagnostic[]; pairs: ReadonlySet<string> } {
  const byId = new Map(table.routes.map((route) => [route.id, route]));
  const sets = new Map<string, Row[]>();
  for (const rows of groupBy(table.rows, (row) => formatShape(row.parts))) {
    const key = keyOf(rows.map((row) => row.route));
    if (rows.length > 1 && !sets.has(key)) sets.set(key, rows);
  }
  const diagnostics = [...sets.values()].map((rows) =>
    reportConflict(
      rows,
      rows.map((row) => byId.get(row.route)!),
      formatExample(rows[0]!, converters, table.trailingSlash),
    ),
  );
  return { diagnostics, pairs: new Set([...sets.values()].flatMap((rows) => listPairs(rows))) };
}

/** Find different URLs with one name; `reverse()` could not tell them apart. */
export function findNameConflicts(routes: readonly Route[], conflicts: ReadonlySet<string>): Diagnostic[] {
  return groupBy(routes, (route) => route.name).flatMap((same): Diagnostic[] => {
    const others = same.slice(1).filter((route) => !conflicts.has(keyOf([same[0]!.id, route.id])));
    if (others.length === 0) return [];
    const files = [same[0]!, ...others].map(mainFile);
    return [
      {
        code: "name-conflict",
        severity: "error",
        message: `${files.length} routes have the URL name "${same[0]!.name}"`,
        at: { file: files[0]! },
        hint: "Rename a parameter or a folder: the name is made of the words and parameter names of the path.",
        related: files.slice(1).map((file) => ({ message: "the same name", at: { file } })),
      },
    ];
  });
}

/** Find not-found files that get no unmatched URL although no folder above them takes it. */
export function findNotFoundConflicts(shadowed: readonly { winner: Route; loser: Route }[]): Diagnostic[] {
  return shadowed
    .filter(({ winner, loser }) => !loser.lineage.some((node) => node.dir === winner.dir))
    .map(({ winner, loser }) => ({
      code: "not-found-conflict",
      severity: "warning",
      message:
        "unmatched URLs of the same folder could show either of two not-found files; the first one is used",
      at: { file: ownNotFound(loser) },
      hint: "Put a not-found.tsx into the folder that holds both groups.",
      related: [{ message: "the one that is used", at: { file: ownNotFound(winner) } }],
    }));
}

function reportConflict(rows: readonly Row[], routes: readonly Route[], example: string): Diagnostic {
  const [first, ...others] = routes.map(mainFile);
  return {
    code: "route-conflict",
    severity: "error",
    message: `${routes.length} routes answer /${formatPattern(rows[0]!.parts)}, for example ${example}`,
    at: { file: first! },
    hint: findFix(rows, routes),
    related: others.map((file) => ({ message: "answers the same URL", at: { file } })),
  };
}

function findFix(rows: readonly Row[], routes: readonly Route[]): string {
  for (const [index, row] of rows.entries()) {
    const route = routes[index]!;
    const present = new Set(row.parts.map((part) => (part.kind === "word" ? "" : part.name)));
    const absent = route.params.find((param) => param.optional && !present.has(param.name));
    if (absent === undefined) continue;
    const [written, required] = absent.rest
      ? [`[[...${absent.name}]]`, `[...${absent.name}]`]
      : [`[[${absent.name}]]`, `[${absent.name}]`];
    const other = mainFile(routes.find((candidate) => candidate !== route)!);
    return `${written} in ${route.dir} can never be absent because ${other} exists: make it ${required}.`;
  }
  const plain = rows[0]!.parts.find((part) => part.kind === "param" && part.converter === null);
  if (plain?.kind === "param")
    return `Keep one of them, or give one a converter: [${plain.name}=int]. Parameter names make no difference.`;
  return "Keep one of them. Groups and parameter names do not make two URLs different.";
}

const SAMPLES = ["x", "1", "2026", "a-b", "AB", "en", "00000000-0000-4000-8000-000000000000"];

function formatExample(row: Row, converters: readonly Converter[], slash: "always" | "never"): string {
  const path = row.parts.map((part) => formatSample(part, converters)).join("/");
  return `/${path}${path !== "" && slash === "always" && !row.bare ? "/" : ""}`;
}

function formatSample(part: PatternPart, converters: readonly Converter[]): string {
  if (part.kind === "word") return encodeURIComponent(part.text);
  if (part.kind === "rest") return "a/b";
  const regex = converters.find(({ name }) => name === part.converter)?.regex ?? "[^/]+";
  return SAMPLES.find((sample) => compileWhole(regex)?.test(sample)) ?? `<${part.converter}>`;
}

/** The file that makes the folder a URL. */
function mainFile(route: Route): string {
  return route.files.page ?? route.files.route ?? route.dir;
}

function ownNotFound(route: Route): string {
  return route.lineage.find((node) => node.dir === route.dir)?.files.notFound ?? route.dir;
}

function listPairs(rows: readonly Row[]): string[] {
  return rows.flatMap((a) => rows.filter((b) => a !== b).map((b) => keyOf([a.route, b.route])));
}

function keyOf(ids: readonly string[]): string {
  return [...ids].sort().join("\n");
}

function groupBy<T>(values: readonly T[], key: (value: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group === undefined) groups.set(key(value), [value]);
    else group.push(value);
  }
  return [...groups.values()];
}
