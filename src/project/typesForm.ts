import type { SiteTypes } from "../codegen/types/generateTypes.js";

/** Whether something that was read from a file has the form of a site's types, as far as reading them goes. */
export function isTypesForm(value: unknown): value is SiteTypes & { version?: unknown } {
  return isRecord(value) && isListOf(value.handlers, isHandler) && isRecordOf(value.types, isDefinition);
}

function isHandler(value: unknown): boolean {
  if (!isRecord(value) || typeof value.file !== "string" || typeof value.module !== "string") return false;
  const { functions, user } = value;
  return (functions === null || isRecordOf(functions, isFunction)) && (user === undefined || isType(user));
}

function isFunction(value: unknown): boolean {
  if (!isRecord(value) || typeof value.doc !== "string") return false;
  return isListOf(value.query, isField) && (value.body === null || isType(value.body)) && isType(value.data);
}

function isDefinition(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const texts = [value.name, value.module, value.doc];
  const isNamed = texts.every((text) => typeof text === "string");
  return isNamed && isListOf(value.parameters, (name) => typeof name === "string") && isType(value.type);
}

function isField(value: unknown): boolean {
  return isRecord(value) && typeof value.name === "string" && isType(value.type);
}

/** A type, with those that it is made of. */
function isType(value: unknown): boolean {
  if (!isRecord(value)) return false;
  switch (value.kind) {
    case "literal":
      return Array.isArray(value.values);
    case "array":
      return isType(value.item);
    case "tuple":
      return isListOf(value.items, isType);
    case "record":
      return isType(value.key) && isType(value.value);
    case "object":
      return isListOf(value.fields, isField);
    case "union":
      return isListOf(value.members, isType);
    case "ref":
      return typeof value.id === "string" && isListOf(value.arguments ?? [], isType);
    case "parameter":
      return typeof value.name === "string";
    default:
      return typeof value.kind === "string";
  }
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}

function isRecordOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return isRecord(value) && Object.values(value).every(isItem);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
