import { findNearest } from "../diagnostics/didYouMean.js";
import { findTable, isTable, reportType, type Table } from "./checkTable.js";
import { djangoSettings, type SettingType } from "./djangoSettings.js";
import { parseValue } from "./parseValue.js";
import type { Report } from "./problem.js";
import { environments, type LayeredSettings, type Settings, type Value } from "./value.js";

/** Reads the table `[django]` with its sections per environment. */
export function parseDjango(django: Table, report: Report): LayeredSettings {
  const { dev, test, production, ...all } = django;
  const sections = { dev, test, production };
  return {
    all: parseSettings(all, ["django"], report),
    dev: parseSettings(findTable(sections, ["django"], "dev", report), ["django", "dev"], report),
    test: parseSettings(findTable(sections, ["django"], "test", report), ["django", "test"], report),
    production: parseSettings(
      findTable(sections, ["django"], "production", report),
      ["django", "production"],
      report,
    ),
  };
}

function parseSettings(table: Table, path: string[], report: Report): Settings {
  const settings: Record<string, Value> = {};
  for (const [name, raw] of Object.entries(table)) {
    if (!checkName(name, raw, path, report)) continue;
    const value = parseValue(raw, [...path, name], report);
    if (value === null) continue;
    if (fits(value, djangoSettings.get(name) ?? null)) settings[name] = value;
    else reportType([...path, name], raw, expectedTypes[djangoSettings.get(name)!], report);
  }
  return settings;
}

/** Names that the generated settings module needs for itself. */
const reservedNames = ["BASE_DIR", "DJK"];

function checkName(name: string, value: unknown, path: string[], report: Report): boolean {
  const at = [...path, name];
  if (!/^[A-Z][A-Z0-9_]*$/.test(name)) {
    reportUnknownName(name, value, path, report);
    return false;
  }
  if (reservedNames.includes(name)) {
    const hint = "Remove it; where paths start is described in docs/settings.md.";
    report({ code: "config-reserved-setting", path: at, message: `${name} is set by djk itself.`, hint });
    return false;
  }
  const meant = djangoSettings.has(name) ? null : findMisspelled(name);
  if (meant !== null) {
    report({
      code: "config-setting-name",
      severity: "warning",
      path: at,
      message: `${name} is not a setting of Django, but it looks much like ${meant}.`,
      hint: `If ${meant} is meant, rename it; a setting of another package may have this name.`,
    });
  }
  return true;
}

function reportUnknownName(name: string, value: unknown, path: string[], report: Report): void {
  const known =
    isTable(value) && path.length === 1 ? [...environments, ...djangoSettings.keys()] : djangoSettings.keys();
  const nearest = findNearest(name, known);
  const rule =
    "Settings are upper-case names; the sections are [django.dev], [django.test] and [django.production].";
  report({
    code: "config-unknown-key",
    path: [...path, name],
    message: `${[...path, name].join(".")} is neither a setting nor a section.`,
    hint: nearest === null ? rule : `Did you mean ${nearest}?`,
  });
}

/** Finds the Django setting that a name differs from by an underscore, a plural or one or two letters. */
function findMisspelled(name: string): string | null {
  const simplify = (text: string) => text.replaceAll("_", "").replace(/S$/, "");
  const same = [...djangoSettings.keys()].find((setting) => simplify(setting) === simplify(name));
  if (same !== undefined) return same;
  const near = [...djangoSettings.keys()].filter(
    (setting) => Math.abs(setting.length - name.length) <= 1 && countDifferentLetters(setting, name) <= 2,
  );
  return findNearest(name, near);
}

function countDifferentLetters(a: string, b: string): number {
  const rest = [...b];
  const missing = [...a].filter((letter) => {
    const index = rest.indexOf(letter);
    if (index >= 0) rest.splice(index, 1);
    return index < 0;
  });
  return missing.length + rest.length;
}

const expectedTypes: Record<SettingType, string> = {
  bool: "true or false",
  int: "an integer",
  str: "a string",
  list: "an array",
  dict: "a table",
};

const envResults: Record<SettingType, string[]> = {
  bool: ["bool", "json"],
  int: ["int", "json"],
  str: ["str", "path", "json"],
  list: ["list", "json"],
  dict: ["json"],
};

function fits(value: Value, type: SettingType | null): boolean {
  if (type === null || value.kind === "none") return true;
  if (value.kind === "env") return envResults[type].includes(value.type);
  if (value.kind !== "scalar") return value.kind === type;
  return { bool: "boolean", int: "bigint", str: "string", list: "", dict: "" }[type] === typeof value.value;
}
