import { posix } from "node:path";
import { compareCodePoints } from "../../router/codePointOrder.js";
import { chooseName, formatModulePrefix, formatTypeName } from "./identifiers.js";
import type { IrDefinition, IrType } from "./ir.js";
import { listReferences } from "./walkType.js";

type Definitions = Readonly<Record<string, IrDefinition>>;

/** A file that Python's named types are printed to. */
export interface TypesFile {
  /** Path relative to `.djk/types`. */
  path: string;
  /** Ids of the types that are printed here, in the order of their source. */
  own: string[];
  /** What they are called here. */
  names: ReadonlyMap<string, string>;
}

/** Named types, and where each of them is printed. */
export interface NamedTypes {
  definitions: Definitions;
  /** Ids of the types that each refers to itself. */
  references: References;
  homes: ReadonlyMap<string, TypesFile>;
}

type References = ReadonlyMap<string, readonly string[]>;

export function findReferences(definitions: Definitions): References {
  return new Map(Object.entries(definitions).map(([id, { type }]) => [id, listReferences([type])]));
}

/** Ids of everything that types refer to, also through other named types. */
export function listReachable(types: readonly IrType[], references: References): string[] {
  const found = new Set<string>();
  const pending = listReferences(types);
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const further = references.get(id);
    if (further === undefined || found.has(id)) continue;
    found.add(id);
    pending.push(...further);
  }
  return [...found];
}

/** Names the types of a file: a name that two of them have, or that is reserved, gets their module's before it. */
export function createTypesFile(
  path: string,
  ids: readonly string[],
  definitions: Definitions,
  reserved: ReadonlyMap<string, string | null>,
): TypesFile {
  const own = [...ids].sort((a, b) => compareSources(definitions[a]!, definitions[b]!));
  return { path, own, names: nameTypes(own, definitions, reserved) };
}

/**
 * Chooses a name for each type: its own where that is free.
 *
 * @param reserved names that are taken; with an id, by that type alone
 */
export function nameTypes(
  ids: readonly string[],
  definitions: Definitions,
  reserved: ReadonlyMap<string, string | null>,
): Map<string, string> {
  const taken = new Set(reserved.keys());
  const names = new Map<string, string>();
  for (const id of ids) {
    const name = formatTypeName(definitions[id]!.name);
    if (taken.has(name) && reserved.get(name) !== id) continue;
    taken.add(name);
    names.set(id, name);
  }
  for (const id of ids) {
    if (names.has(id)) continue;
    const { name, module } = definitions[id]!;
    const chosen = chooseName([formatModulePrefix(module) + formatTypeName(name)], taken);
    taken.add(chosen);
    names.set(id, chosen);
  }
  return names;
}

/** Types of `page.py` before those of `layout.py`, as their components are more often read. */
function compareSources(a: IrDefinition, b: IrDefinition): number {
  return (
    compareCodePoints(b.module, a.module) ||
    (a.at?.line ?? 0) - (b.at?.line ?? 0) ||
    compareCodePoints(a.name, b.name)
  );
}

/** How one file below `.djk/types` imports another: as NodeNext and bundlers both read it. */
export function formatImport(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to).replace(/\.ts$/, ".js");
  return JSON.stringify(path.startsWith(".") ? path : `./${path}`);
}
