import { checkKeys, isTable, nameType, reportType, type Table } from "./checkTable.js";
import type { KeyPath } from "./locateKeys.js";
import { formatPath, type Report } from "./problem.js";
import { type EnvType, envTypes, type Value } from "./value.js";

/** Reads the value of a setting; null where it had to be reported. */
export function parseValue(raw: unknown, path: KeyPath, report: Report): Value | null {
  if (Array.isArray(raw)) return parseList(raw, path, report);
  if (isTable(raw)) return parseTable(raw, path, report);
  if (raw instanceof Date) {
    reportType(path, raw, "a string, boolean, number, array or table", report);
    return null;
  }
  return { kind: "scalar", value: raw as string | boolean | bigint | number };
}

function parseList(raw: unknown[], path: KeyPath, report: Report): Value {
  const items = raw.map((item, i) => parseItem(item, [...path, i], report));
  return { kind: "list", items: items.filter((item) => item !== null) };
}

function parseItem(item: unknown, path: KeyPath, report: Report): Value | null {
  const setting = findSetting(path);
  const isOwnItem = path.length === (setting?.depth ?? 0) + 2;
  if (isOwnItem && item === "...") return { kind: "defaults" };
  const isPlaceable = isOwnItem && (setting?.name === "MIDDLEWARE" || setting?.name === "INSTALLED_APPS");
  if (isPlaceable && isTable(item) && "use" in item) return parsePlaced(item, path, report);
  return parseValue(item, path, report);
}

/** The setting that a path below `[django]` belongs to; `depth` is the index of its name in the path. */
function findSetting(path: KeyPath): { name: string; depth: number } | null {
  const depth = path.findIndex((key) => typeof key === "string" && /^[A-Z]/.test(key));
  return depth < 0 ? null : { name: String(path[depth]), depth };
}

function parsePlaced(item: Table, path: KeyPath, report: Report): Value | null {
  checkKeys(item, path, ["use", "before", "after"], report);
  const side = "before" in item ? "before" : "after";
  const { use, [side]: anchor } = item;
  if ("before" in item === "after" in item) {
    reportBadValue(path, 'needs either before = "…" or after = "…"', report);
    return null;
  }
  if (typeof use === "string" && typeof anchor === "string") return { kind: "placed", use, side, anchor };
  if (typeof use !== "string") reportType([...path, "use"], use, "a string", report);
  if (typeof anchor !== "string") reportType([...path, side], anchor, "a string", report);
  return null;
}

function parseTable(raw: Table, path: KeyPath, report: Report): Value | null {
  if ("env" in raw) return parseEnv(raw, path, report);
  const keys = Object.keys(raw);
  if (keys.length === 1 && keys[0] === "none") {
    if (raw.none === true) return { kind: "none" };
    reportBadValue([...path, "none"], "has one meaning only: { none = true } is Python's None", report);
    return null;
  }
  const entries: Record<string, Value> = {};
  for (const key of keys) {
    const value = parseValue(raw[key], [...path, key], report);
    if (value !== null) entries[key] = value;
  }
  return { kind: "dict", entries };
}

function parseEnv(raw: Table, path: KeyPath, report: Report): Value | null {
  checkKeys(raw, path, ["env", "type", "default"], report);
  const name = raw.env;
  if (typeof name !== "string") {
    reportType([...path, "env"], name, "the name of an environment variable", report);
    return null;
  }
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    reportBadValue(
      [...path, "env"],
      `is ${JSON.stringify(name)}, which no environment variable can be called`,
      report,
    );
    return null;
  }
  const type = parseEnvType(raw.type, path, report);
  if (type === null) return null;
  return {
    kind: "env",
    name,
    type,
    fallback: parseFallback(raw.default, type, [...path, "default"], report),
  };
}

function parseEnvType(raw: unknown, path: KeyPath, report: Report): EnvType | null {
  const type = raw === undefined ? "str" : envTypes.find((known) => known === raw);
  if (type === undefined) {
    reportBadValue([...path, "type"], `has to be one of ${envTypes.join(", ")}`, report);
    return null;
  }
  const place = urlPlaces[type];
  if (
    place === undefined ||
    place.test(formatPath(path).replace(/^django\.(dev\.|test\.|production\.)?/, ""))
  ) {
    return type;
  }
  reportBadValue([...path, "type"], `"${type}" ${urlUses[type]}`, report);
  return null;
}

const urlPlaces: Partial<Record<EnvType, RegExp>> = {
  database: /^DATABASES\.[^.]+$/,
  cache: /^CACHES\.[^.]+$/,
  email: /^EMAIL$/,
};

const urlUses: Partial<Record<EnvType, string>> = {
  database: "is a whole database, as in DATABASES.default",
  cache: "is a whole cache, as in CACHES.default",
  email: "is a whole set of settings, under the name EMAIL",
};

const fallbackTypes: Record<EnvType, { is: (raw: unknown) => boolean; words: string }> = {
  str: { is: (raw) => typeof raw === "string", words: "a string" },
  bool: { is: (raw) => typeof raw === "boolean", words: "true or false" },
  int: { is: (raw) => typeof raw === "bigint", words: "an integer" },
  float: { is: (raw) => typeof raw === "number" || typeof raw === "bigint", words: "a number" },
  list: {
    is: (raw) => Array.isArray(raw) && raw.every((item) => typeof item === "string"),
    words: "an array of strings",
  },
  json: { is: () => true, words: "any value" },
  path: { is: (raw) => typeof raw === "string", words: "a string" },
  database: { is: (raw) => typeof raw === "string", words: "a URL in a string" },
  cache: { is: (raw) => typeof raw === "string", words: "a URL in a string" },
  email: { is: (raw) => typeof raw === "string", words: "a URL in a string" },
};

function parseFallback(raw: unknown, type: EnvType, path: KeyPath, report: Report): Value | null {
  if (raw === undefined) return null;
  if (isTable(raw) && raw.none === true) return { kind: "none" };
  if (fallbackTypes[type].is(raw)) return parseValue(raw, path, report);
  report({
    code: "config-wrong-type",
    path,
    message: `${formatPath(path)} is ${nameType(raw)}, but a variable of type "${type}" needs ${fallbackTypes[type].words}.`,
  });
  return null;
}

function reportBadValue(path: KeyPath, problem: string, report: Report): void {
  report({ code: "config-bad-value", path, message: `${formatPath(path)} ${problem}.` });
}
