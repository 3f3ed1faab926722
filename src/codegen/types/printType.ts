import { formatDoc } from "./docComment.js";
import { formatProperty } from "./identifiers.js";
import type { IrDefinition, IrField, IrType } from "./ir.js";
import { textAliases } from "./walkType.js";

/** What types are called in the file that they are printed for. */
export interface Scope {
  types: Readonly<Record<string, IrDefinition>>;
  /** The name of a named type, by its id. */
  names: ReadonlyMap<string, string>;
  /** The name under which `djk/react` is imported. */
  djk: string;
  /** Names of the type variables of the definition that is printed. */
  parameters?: ReadonlyMap<string, string>;
}

/** What fits on a line. */
const width = 100;

/** Prints a type; of several lines all but the first begin with `indent`. */
export function printType(type: IrType, scope: Scope, indent = ""): string {
  switch (type.kind) {
    case "string":
    case "boolean":
    case "null":
    case "any":
      return type.kind;
    case "integer":
    case "number":
      return "number";
    case "file":
      return "string | null";
    case "literal":
      return printUnion(
        type.values.map((value) => JSON.stringify(value)),
        indent,
      );
    case "array":
      return `${parenthesize(type.item, scope, indent)}[]`;
    case "tuple":
      return `[${type.items.map((item) => printType(item, scope, indent)).join(", ")}]`;
    case "record":
      return printRecord(type.key, printType(type.value, scope, indent), scope);
    case "object":
      return printFields(type.fields, scope, indent);
    case "union":
      return printUnion(
        type.members.map((member) => printType(member, scope, indent)),
        indent,
      );
    case "ref":
      return printReference(type.id, type.arguments, scope, indent);
    case "parameter":
      return scope.parameters?.get(type.name) ?? "any";
    default:
      return `${scope.djk}.${textAliases[type.kind]}`;
  }
}

/** Prints the members of an object type with their doc comments: on one line where that is short. */
export function printFields(fields: readonly IrField[], scope: Scope, indent = ""): string {
  if (fields.length === 0) return "{}";
  const short = `{ ${fields.map((field) => printField(field, scope, indent)).join("; ")} }`;
  const isPlain = fields.every(({ doc = "" }) => doc.trim() === "") && !short.includes("\n");
  return isPlain && indent.length + short.length <= width - 40 ? short : printBlock(fields, scope, indent);
}

/** The same, each member on a line of its own. */
export function printBlock(fields: readonly IrField[], scope: Scope, indent = ""): string {
  if (fields.length === 0) return "{}";
  const inner = `${indent}  `;
  const lines = fields.map(
    (field) => `${formatDoc(field.doc ?? "", inner)}${inner}${printField(field, scope, inner)};\n`,
  );
  return `{\n${lines.join("")}${indent}}`;
}

function printField({ name, type, required }: IrField, scope: Scope, indent: string): string {
  return `${formatProperty(name)}${required ? "" : "?"}:${spaced(printType(type, scope, indent))}`;
}

/** A type as it follows a sign: one of several lines may begin on the next. */
export function spaced(type: string): string {
  return type.startsWith("\n") ? type : ` ${type}`;
}

function printUnion(members: readonly string[], indent: string): string {
  const distinct = [...new Set(members)];
  if (distinct.includes("any")) return "any";
  if (distinct.length === 0) return "never";
  const line = distinct.join(" | ");
  const isLong = distinct.length > 1 && indent.length + line.length > width && !line.includes("\n");
  return isLong ? distinct.map((member) => `\n${indent}  | ${member}`).join("") : line;
}

function parenthesize(type: IrType, scope: Scope, indent: string): string {
  const text = printType(type, scope, indent);
  const isUnion = type.kind === "union" || type.kind === "literal" || type.kind === "file";
  return isUnion && text.includes("|") ? `(${text})` : text;
}

/** Keys are text on the wire, whatever they are in Python. */
function printRecord(key: IrType, value: string, scope: Scope): string {
  const literal = key.kind === "ref" ? scope.types[key.id]?.type : key;
  if (literal?.kind !== "literal") return `{ [key: string]: ${value} }`;
  const keys = literal.values.map((name) => JSON.stringify(String(name)));
  return `{ [key in ${printUnion(keys, "")}]?: ${value} }`;
}

function printReference(
  id: string,
  given: readonly IrType[] | undefined,
  scope: Scope,
  indent: string,
): string {
  const name = scope.names.get(id);
  if (name === undefined) return "any";
  const parameters = scope.types[id]?.parameters ?? [];
  if (parameters.length === 0) return name;
  const types = parameters.map((_, index) => given?.[index] ?? ({ kind: "any" } as const));
  return `${name}<${types.map((type) => printType(type, scope, indent)).join(", ")}>`;
}
