import { type CompiledTable, compileTable } from "./match.js";
import type { RouteTable } from "./route.js";

/** Prepares a canonical table for `match` and `explainMatch`. */
export function compileRouteTable(table: RouteTable): CompiledTable {
  return compileTable(
    table.rows,
    Object.fromEntries(table.converters.map((converter) => [converter.name, converter])),
  );
}
