import { compareCodePoints } from "../../router/codePointOrder.js";
import type { SiteTypes } from "./generateTypes.js";
import { chooseName } from "./identifiers.js";
import type { IrDefinition, IrField, IrFunction, IrHandler, IrType } from "./ir.js";
import { findReferences, listReachable } from "./typesFile.js";
import { listParts } from "./walkType.js";

type Definitions = SiteTypes["types"];

/**
 * Gives types a form of their own as the body of a request, where that differs: a field with a default in Python is in
 * every result, and may be left out of a request. The form of `Note` is `NoteInput`.
 */
export function addInputForms({ handlers, types }: SiteTypes): SiteTypes {
  const differing = listDiffering(handlers.flatMap(listBodies), types);
  const names = nameInputs([...differing], types);
  const forms = [...differing].map((id): [string, IrDefinition] => {
    const definition = types[id]!;
    return [formatId(id), { ...definition, name: names.get(id)!, type: toInput(definition.type, differing) }];
  });
  return {
    handlers: handlers.map((handler) => replaceBodies(handler, differing)),
    types: { ...types, ...Object.fromEntries(forms) },
  };
}

/** Ids of the types within bodies that have a field with a default, or refer to one that has. */
function listDiffering(bodies: readonly IrType[], types: Definitions): ReadonlySet<string> {
  const references = findReferences(types);
  const within = listReachable(bodies, references);
  const own = new Set(within.filter((id) => hasDefault(types[id]!.type)));
  const reaches = (id: string) =>
    listReachable([{ kind: "ref", id }], references).some((each) => own.has(each));
  return own.size === 0 ? own : new Set(within.filter(reaches));
}

function hasDefault(type: IrType): boolean {
  if (type.kind === "object" && type.fields.some((field) => field.default)) return true;
  return listParts(type).some(hasDefault);
}

/** A name that no other type of the module has. */
function nameInputs(ids: readonly string[], types: Definitions): ReadonlyMap<string, string> {
  const taken = new Set(Object.values(types).map(({ module, name }) => `${module}:${name}`));
  const named = new Map<string, string>();
  for (const id of [...ids].sort(compareCodePoints)) {
    const { module, name } = types[id]!;
    const chosen = chooseName([`${module}:${name}Input`], taken);
    taken.add(chosen);
    named.set(id, chosen.slice(module.length + 1));
  }
  return named;
}

function formatId(id: string): string {
  return `${id}:input`;
}

function listBodies({ functions }: IrHandler): IrType[] {
  return Object.values(functions ?? {}).flatMap(({ body }) => body ?? []);
}

function replaceBodies(handler: IrHandler, differing: ReadonlySet<string>): IrHandler {
  if (handler.functions === null) return handler;
  const functions = Object.entries(handler.functions).map(([verb, types]): [string, IrFunction] => [
    verb,
    { ...types, body: types.body && toInput(types.body, differing) },
  ]);
  return { ...handler, functions: Object.fromEntries(functions) };
}

function toInput(type: IrType, differing: ReadonlySet<string>): IrType {
  const put = (part: IrType) => toInput(part, differing);
  switch (type.kind) {
    case "array":
      return { ...type, item: put(type.item) };
    case "tuple":
      return { ...type, items: type.items.map(put) };
    case "record":
      return { ...type, value: put(type.value) };
    case "object":
      return { ...type, fields: type.fields.map((field) => toInputField(field, put)) };
    case "union":
      return { ...type, members: type.members.map(put) };
    case "ref": {
      const id = differing.has(type.id) ? formatId(type.id) : type.id;
      return { ...type, id, ...(type.arguments && { arguments: type.arguments.map(put) }) };
    }
    default:
      return type;
  }
}

function toInputField({ default: hasOne, ...field }: IrField, put: (type: IrType) => IrType): IrField {
  return { ...field, type: put(field.type), required: field.required && !hasOne };
}
