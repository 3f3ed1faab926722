import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { formatShape } from "./expand.js";
import type { ConverterRanks } from "./order.js";
import { formatUrlPattern } from "./pattern.js";
import type { PatternPart, RouteTable, Row } from "./route.js";

/** Rows with one beginning, by the converter that follows it. */
interface Place {
  depth: number;
  rows: Map<string, Row[]>;
}

/**
 * Find converters of one rank at one place, where one URL may fit the routes of both: only their names order them.
 *
 * Equal regexes are no conflict: `to_python()` may refuse what the other one takes.
 */
export function findUndecidedOrders(table: RouteTable, ranks: ConverterRanks): Diagnostic[] {
  return listPlaces(table.rows).flatMap(({ depth, rows }) => {
    const names = [...rows.keys()];
    const pairs = names.flatMap((a, index) => names.slice(index + 1).map((b): [string, string] => [a, b]));
    return pairs
      .filter(([a, b]) => ranks.get(a) === ranks.get(b))
      .flatMap(([a, b]) => findRivals(rows.get(a)!, rows.get(b)!, depth + 1))
      .map(([a, b]) => report(a, b, depth, table));
  });
}

function listPlaces(rows: readonly Row[]): Place[] {
  const places = new Map<string, Place>();
  for (const row of rows)
    for (const [depth, part] of row.parts.entries()) {
      if (part.kind !== "param" || part.converter === null) continue;
      const beginning = `${depth} ${formatShape(row.parts.slice(0, depth))}`;
      const place = places.get(beginning) ?? { depth, rows: new Map<string, Row[]>() };
      places.set(beginning, place);
      place.rows.set(part.converter, [...(place.rows.get(part.converter) ?? []), row]);
    }
  return [...places.values()];
}

/** The first pair of rows whose remaining parts one URL may fit, as a list of one or none. */
function findRivals(rows: readonly Row[], others: readonly Row[], from: number): [Row, Row][] {
  for (const row of rows) {
    const rival = others.find((other) => overlap(row.parts.slice(from), other.parts.slice(from)));
    if (rival !== undefined) return [[row, rival]];
  }
  return [];
}

function overlap([a, ...restOfA]: readonly PatternPart[], [b, ...restOfB]: readonly PatternPart[]): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.kind === "rest" || b.kind === "rest") return true;
  if (a.kind === "word" && b.kind === "word" && a.text !== b.text) return false;
  return overlap(restOfA, restOfB);
}

function report(first: Row, second: Row, depth: number, table: RouteTable): Diagnostic {
  const [a, b] = [first, second].map((row) => {
    const part = row.parts[depth];
    const route = table.routes.find(({ id }) => id === row.route)!;
    return {
      name: part?.kind === "param" ? part.converter! : "",
      pattern: formatUrlPattern(row, table.trailingSlash),
      file: route.files.page ?? route.files.route ?? route.dir,
    };
  }) as [Record<"name" | "pattern" | "file", string>, Record<"name" | "pattern" | "file", string>];
  return {
    code: "converter-order",
    severity: "warning",
    message: `the converters "${a.name}" and "${b.name}" have one rank: ${a.pattern} is tried before ${b.pattern} only because of their names`,
    at: { file: a.file },
    hint: `Say which comes first in djk.toml: [routing] converters = { ${a.name} = { rank = 24 }, ${b.name} = { rank = 26 } }`,
    related: [{ message: "the other one", at: { file: b.file } }],
  };
}
