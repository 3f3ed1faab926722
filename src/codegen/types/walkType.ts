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

/** A type and everything within it; what a reference stands for is left out. */
export function* walkType(type: IrType): Iterable<IrType> {
  yield type;
  for (const part of listParts(type)) yield* walkType(part);
}

function listParts(type: IrType): IrType[] {
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
      return type.arguments ?? [];
    default:
      return [];
  }
}

/** Ids of the named types that these types refer to, each once. */
export function listReferences(types: Iterable<IrType>): string[] {
  const found = new Set<string>();
  for (const type of types) for (const part of walkType(type)) if (part.kind === "ref") found.add(part.id);
  return [...found];
}

/** Whether a type has a text that `djk/react` has a name for. */
export function usesTextAlias(type: IrType): boolean {
  for (const part of walkType(type)) if (part.kind in textAliases) return true;
  return false;
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
