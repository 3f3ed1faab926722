import type { Value } from "../../config/value.js";
import { dictOf, formatScalar, formatString, listOf, prefixed } from "../python.js";
import { callOf, type Expression, formatExpression, LINE_LENGTH } from "./expression.js";

/** The statement that sets a setting, with its line end, indented by `indent` columns. */
export function formatSetting(name: string, value: Value, indent: number): string {
  const pad = " ".repeat(indent);
  const built = buildSetting(name, value);
  // Under this name stands a whole group of settings: MAILERS from Django 6.1 on, EMAIL_BACKEND and so on before.
  if (name === "EMAIL") return `${pad}${formatExpression(callOf("globals().update", [built]), indent)}\n`;
  return `${pad}${name} = ${formatValue(built, indent, name.length + 3)}\n`;
}

function formatValue(value: Expression, indent: number, before: number): string {
  const isTooLong = typeof value === "string" && indent + before + value.length > LINE_LENGTH;
  if (!isTooLong || indent + 4 + value.length > LINE_LENGTH) return formatExpression(value, indent, before);
  return `(\n${" ".repeat(indent + 4)}${value}\n${" ".repeat(indent)})`;
}

function buildSetting(name: string, value: Value): Expression {
  if (name === "SECRET_KEY" && value.kind === "env")
    return callOf("env.secret_key", [formatString(value.name)]);
  if (name === "MEDIA_ROOT" && isText(value)) return dataPath(value.value);
  if (name === "DATABASES" && value.kind === "dict") return buildDatabases(value.entries);
  return buildValue(value);
}

function isText(value: Value | undefined): value is { kind: "scalar"; value: string } {
  return value?.kind === "scalar" && typeof value.value === "string";
}

/** A file or folder of the site's data: its place differs between a site and a build. */
function dataPath(path: string): Expression {
  return callOf("env.data_path", [formatString(path)]);
}

function buildDatabases(databases: Record<string, Value>): Expression {
  return dictOf(
    Object.entries(databases).map(([alias, database]) => {
      return [alias, database.kind === "dict" ? buildDatabase(database.entries) : buildValue(database)];
    }),
  );
}

function buildDatabase(database: Record<string, Value>): Expression {
  const { ENGINE: engine, NAME: file } = database;
  const isFile =
    isText(engine) &&
    engine.value.endsWith("sqlite3") &&
    isText(file) &&
    !/^(:memory:$|file:)/.test(file.value);
  return dictOf(
    Object.entries(database).map(([key, value]) => {
      return [key, key === "NAME" && isFile && isText(value) ? dataPath(value.value) : buildValue(value)];
    }),
  );
}

function buildValue(value: Value): Expression {
  switch (value.kind) {
    case "scalar":
      return formatScalar(value.value);
    case "none":
      return "None";
    case "code":
      return value.code;
    case "list":
      return listOf(value.items.map(buildValue));
    case "dict":
      return dictOf(Object.entries(value.entries).map(([key, entry]) => [key, buildValue(entry)]));
    case "spread":
      return prefixed("*", buildValue(value.list));
    case "env":
      return buildEnv(value);
    case "defaults":
    case "placed":
      throw new Error(`A list of settings was not resolved: ${JSON.stringify(value)}`);
  }
}

function buildEnv(value: Value & { kind: "env" }): Expression {
  const items: Expression[] = [formatString(value.name)];
  if (value.type !== "str") items.push(formatString(value.type));
  if (value.fallback !== null) items.push(prefixed("default=", buildValue(value.fallback)));
  return callOf("env", items);
}
