import { parse } from "smol-toml";
import { isTable } from "./checkTable.js";
import { type KeyPath, locateKeys, type Position } from "./locateKeys.js";

/** What to look for in `djk.toml`; an empty string stands for what is not known. */
export interface SettingSearch {
  /** The name of a Django setting. */
  name: string;
  /** The text that stands there. */
  value: string;
  /** The environment variable that is read there. */
  variable: string;
}

/**
 * Finds where `djk.toml` sets what Django complained about, in development as it is; null where it sets nothing such.
 *
 * @param text of a valid document
 */
export function locateSetting(text: string, search: SettingSearch): Position | null {
  const leaves = [...listLeaves(parse(text, { integersAsBigInt: true }), [])];
  const path = findPath(leaves, search);
  return path === null ? null : locateKeys(text)(path);
}

interface Leaf {
  path: KeyPath;
  value: unknown;
}

function findPath(leaves: Leaf[], { name, value, variable }: SettingSearch): KeyPath | null {
  if (variable !== "")
    return findFirst(leaves, (leaf) => leaf.path.at(-1) === "env" && leaf.value === variable);
  const isOf = ({ path }: Leaf) => path.includes(name);
  const holds = (leaf: Leaf) => value !== "" && leaf.value === value;
  const path =
    findFirst(leaves, (leaf) => isOf(leaf) && holds(leaf)) ??
    findFirst(leaves, holds) ??
    findFirst(leaves, isOf);
  const setting = path?.indexOf(name) ?? -1;
  return path !== null && value === "" && setting >= 0 ? path.slice(0, setting + 1) : path;
}

/** Of several the one that holds in development. */
function findFirst(leaves: Leaf[], fits: (leaf: Leaf) => boolean): KeyPath | null {
  const rank = ({ path }: Leaf) => ["dev", "test", "production"].indexOf(String(path[1]));
  const found = leaves.filter(fits);
  const best = found.find((leaf) => rank(leaf) === 0) ?? found.find((leaf) => rank(leaf) < 0) ?? found[0];
  return best?.path ?? null;
}

function* listLeaves(value: unknown, path: KeyPath): Iterable<Leaf> {
  if (Array.isArray(value)) {
    if (value.length === 0) yield { path, value };
    for (const [i, item] of value.entries()) yield* listLeaves(item, [...path, i]);
  } else if (isTable(value)) {
    for (const [key, entry] of Object.entries(value)) yield* listLeaves(entry, [...path, key]);
  } else yield { path, value };
}
