import type { IrFunction, IrHandler, IrType, TextKind } from "./ir.js";

/** Names in `djk/react` of texts of a certain form. */
export const textAliases: Readonly<Record<TextKind, string>> = {
  datetime: "ISODateTime",
  date: "ISODate",
  time: "ISOTime",
  duration: "ISODuration",
  decimal: "DecimalString",
  uuid: "UUID",
  bytes: "Base64",
  bigint: "BigIntString",
};

const none: readonly IrType[] = [];

/** The types that a type is made of; what a reference stands for is left out. */
export function listParts(type: IrType): readonly IrType[] {
  switch (type.kind) {
    case "array":
      return [type.item];
    case "tuple":
      return type.items;
    case "record":
      return [type.key, type.value];
    case "object":
      return type.fields.map((field) => field.type);
    case "union":
      return type.members;
    case "ref":
      return type.arguments ?? none;
    default:
      return none;
  }
}

/** Ids of the named types that these types refer to, each once. */
export function listReferences(types: readonly IrType[]): string[] {
  const found = new Set<string>();
  for (const type of types) addReferences(type, found);
  return [...found];
}

function addReferences(type: IrType, found: Set<string>): void {
  if (type.kind === "ref") found.add(type.id);
  for (const part of listParts(type)) addReferences(part, found);
}

/** Whether a type has a text that `djk/react` has a name for. */
export function usesTextAlias(type: IrType): boolean {
  return type.kind in textAliases || listParts(type).some(usesTextAlias);
}

/** Every type that a handler speaks of. */
export function listHandlerTypes({ functions, user }: IrHandler): IrType[] {
  return [
    ...Object.values(functions ?? {}).flatMap(listFunctionTypes),
    ...(user === undefined ? [] : [user]),
  ];
}

function listFunctionTypes({ query, body, data }: IrFunction): IrType[] {
  return [...query.map((field) => field.type), ...(body === null ? [] : [body]), data];
}
