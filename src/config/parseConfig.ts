import { parse, TomlError } from "smol-toml";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { BUILTIN_CONVERTERS } from "../router/converters.js";
import { PYTHON_KEYWORDS } from "../router/pythonKeywords.js";
import { checkKeys, findTable, reportType, type Table } from "./checkTable.js";
import type { Config } from "./config.js";
import { defaultSettings } from "./defaultSettings.js";
import { type KeyPath, locateKeys } from "./locateKeys.js";
import { parseBudget } from "./parseBudget.js";
import { parseDjango } from "./parseDjango.js";
import { type ConfigProblem, formatPath, type Report } from "./problem.js";
import { resolveSettings } from "./resolveSettings.js";
import { environments, type Settings, type Value } from "./value.js";

/**
 * Reads the text of `djk.toml`.
 *
 * @param file its path, for the diagnostics
 * @returns `config` is null when there is an error; warnings leave it in place
 */
export function parseConfig(
  text: string,
  file: string,
): { config: Config | null; diagnostics: Diagnostic[] } {
  const document = parseDocument(text, file);
  if ("code" in document) return { config: null, diagnostics: [document] };
  const problems: ConfigProblem[] = [];
  const config = parseTables(document.tables, (problem) => problems.push(problem));
  const locate = locateKeys(text);
  const diagnostics = problems.map(({ path, ...problem }): Diagnostic => {
    return { severity: "error", ...problem, at: { file, ...locate(path) } };
  });
  const isBroken = diagnostics.some((diagnostic) => diagnostic.severity === "error");
  return { config: isBroken ? null : config, diagnostics: removeRepeated(diagnostics) };
}

function parseDocument(text: string, file: string): { tables: Table } | Diagnostic {
  try {
    return { tables: parse(text, { integersAsBigInt: true, unsafeKeyBehaviour: "throw" }) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = error.message.split("\n")[0]!.replace("Invalid TOML document: ", "");
    return {
      code: "config-syntax",
      severity: "error",
      message: `${file} is not valid TOML: ${reason}.`,
      at: { file, line: error.line, column: error.column },
      hint: "See https://toml.io for the syntax; a string needs quotes, a list square brackets.",
    };
  }
}

function parseTables(tables: Table, report: Report): Config {
  checkKeys(tables, [], ["site", "django", "build", "routing"], report, ["client", "ssr", "csp"]);
  const config: Config = {
    site: parseSite(findTable(tables, [], "site", report), report),
    django: parseDjango(findTable(tables, [], "django", report), report),
    build: { budget: parseBudget(findTable(tables, [], "build", report), report) },
    converterRanks: parseRouting(findTable(tables, [], "routing", report), report),
  };
  if (config.site.settings === null) checkLayers(config, report);
  else if ("django" in tables) reportUnusedDjango(config.site.settings, report);
  return config;
}

/** Resolves the settings of each environment, for what only then can be wrong. */
function checkLayers(config: Config, report: Report): void {
  const defaults = defaultSettings(config);
  for (const environment of environments) {
    const settings = resolveSettings(defaults, config.django, environment, report);
    const section = config.django[environment].INSTALLED_APPS === undefined ? [] : [environment];
    checkApps(settings, config.site.package, ["django", ...section, "INSTALLED_APPS"], report);
  }
}

/** What Django and djk cannot start without; a list that only Python knows whole is left to it. */
function checkApps(
  { INSTALLED_APPS: apps, AUTH_USER_MODEL: user }: Settings,
  name: string,
  path: KeyPath,
  report: Report,
): void {
  if (apps?.kind !== "list" || !apps.items.every(isText)) return;
  const installed = apps.items.map(({ value }) => value);
  const ofUsers =
    user !== undefined && isText(user) && user.value.startsWith(`${name}.`)
      ? ["django.contrib.auth", "django.contrib.contenttypes", name]
      : [];
  const missing = [...ofUsers, "djk"].filter(
    (app) => !installed.some((item) => item === app || item.startsWith(`${app}.`)),
  );
  if (missing.length === 0) return;
  const others = installed.map((app) => `, ${JSON.stringify(app)}`).join("");
  report({
    code: "apps-missing",
    path,
    message: `INSTALLED_APPS lacks ${missing.join(", ")}: a list without "..." replaces the defaults.`,
    hint: `Write INSTALLED_APPS = ["..."${others}], where "..." stands for the defaults.`,
  });
}

function isText(value: Value): value is { kind: "scalar"; value: string } {
  return value.kind === "scalar" && typeof value.value === "string";
}

function reportUnusedDjango(settings: string, report: Report): void {
  report({
    code: "config-unused-table",
    path: ["django"],
    message: `[django] has no effect, because site.settings names the project's own settings module ${settings}.`,
    hint: `Move its settings into ${settings}, or remove site.settings.`,
  });
}

function parseSite(site: Table, report: Report): Config["site"] {
  checkKeys(site, ["site"], ["package", "trailing_slash", "settings", "types"], report);
  const settings = parseModule(
    site,
    "settings",
    /^\w+(\.\w+)*$/,
    "a dotted module name such as config.settings",
    report,
  );
  const name = parseModule(site, "package", /^\w+$/, "one Python name such as mysite", report);
  if (site.package === undefined && site.settings === undefined) reportMissingPackage(report);
  return {
    package: name ?? settings?.split(".")[0] ?? "",
    trailingSlash: parseChoice(site, "trailing_slash", ["always", "never"], report),
    settings,
    types: parseChoice(site, "types", ["auto", "strict"], report),
  };
}

function reportMissingPackage(report: Report): void {
  report({
    code: "config-missing-key",
    path: ["site"],
    message: "site.package is missing: the Django app that holds the models, forms and admin of this site.",
    hint: 'Add package = "mysite" below [site], with the name of the folder that holds models.py.',
  });
}

function parseModule(
  site: Table,
  key: string,
  shape: RegExp,
  expected: string,
  report: Report,
): string | null {
  const value = site[key];
  if (value === undefined) return null;
  if (typeof value !== "string") {
    reportType(["site", key], value, "a string", report);
    return null;
  }
  const isModule = shape.test(value) && value.split(".").every(isPythonName);
  if (!isModule) reportValue(["site", key], value, expected, report);
  else if (reservedPackages.has(value)) reportReservedPackage(value, report);
  return value;
}

const reservedPackages = new Set(["djk", "djk_site", "django", "routes"]);

function reportReservedPackage(name: string, report: Report): void {
  report({
    code: "config-bad-value",
    path: ["site", "package"],
    message: `site.package is "${name}", which is the name of another package of every site.`,
    hint: "Rename the folder of your app and use its new name.",
  });
}

function isPythonName(word: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(word) && !PYTHON_KEYWORDS.has(word);
}

/** One of two texts; the first where nothing is written. */
function parseChoice<Text extends string>(
  site: Table,
  key: string,
  choices: readonly [Text, Text],
  report: Report,
): Text {
  const value = site[key];
  const chosen = choices.find((choice) => choice === value);
  if (value === undefined || chosen !== undefined) return chosen ?? choices[0];
  const expected = choices.map((choice) => JSON.stringify(choice)).join(" or ");
  if (typeof value === "string") reportValue(["site", key], value, expected, report);
  else reportType(["site", key], value, expected, report);
  return choices[0];
}

function reportValue(path: KeyPath, value: string, expected: string, report: Report): void {
  report({
    code: "config-bad-value",
    path,
    message: `${formatPath(path)} is ${JSON.stringify(value)}, but ${expected} is expected.`,
  });
}

function parseRouting(routing: Table, report: Report): Record<string, number> {
  checkKeys(routing, ["routing"], ["converters"], report);
  const converters = findTable(routing, ["routing"], "converters", report);
  const path = ["routing", "converters"];
  const ranks = Object.keys(converters).map((name): [string, number] => {
    const converter = findTable(converters, path, name, report);
    checkKeys(converter, [...path, name], ["rank"], report);
    if (fixedRanks.has(name)) reportFixedRank(name, [...path, name], report);
    return [name, parseRank(converter.rank, [...path, name, "rank"], report)];
  });
  return Object.fromEntries(ranks);
}

/** Converters of Django and djk. */
const fixedRanks = new Set([...BUILTIN_CONVERTERS.map(({ name }) => name), "path", "djk_rest"]);

function reportFixedRank(name: string, path: KeyPath, report: Report): void {
  report({
    code: "config-bad-value",
    path,
    message: `${formatPath(path)} cannot be set: the place of "${name}" is fixed.`,
    hint: "Rank your own converter before or after it: uuid has 10, int 20, slug 30.",
  });
}

function parseRank(rank: unknown, path: KeyPath, report: Report): number {
  if (typeof rank === "bigint") return Number(rank);
  if (rank !== undefined) reportType(path, rank, "an integer", report);
  else
    report({
      code: "config-missing-key",
      path,
      message: `${formatPath(path)} is missing.`,
      hint: "Add rank = 20.",
    });
  return 0;
}

/** Environments share most settings: what is wrong in several is told as the first of them has it. */
function removeRepeated(diagnostics: Diagnostic[]): Diagnostic[] {
  const identify = ({ code, message, at }: Diagnostic) => JSON.stringify([code, message, at]);
  return diagnostics.filter(
    (problem, i) => diagnostics.findIndex((other) => identify(other) === identify(problem)) === i,
  );
}
