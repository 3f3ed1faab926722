import { formatDoc } from "./docComment.js";
import { chooseName, formatTypeName } from "./identifiers.js";
import type { IrDefinition } from "./ir.js";
import { printBlock, printType, type Scope, spaced } from "./printType.js";

/** Prints a named type of Python as an exported interface, or an alias where it is no object. */
export function printDefinition(definition: IrDefinition, name: string, scope: Scope): string {
  const parameters = nameParameters(definition, scope);
  const inner = { ...scope, parameters };
  const list = parameters.size === 0 ? "" : `<${[...parameters.values()].join(", ")}>`;
  const { doc, type } = definition;
  return type.kind === "object"
    ? `${formatDoc(doc)}export interface ${name}${list} ${printBlock(type.fields, inner)}\n`
    : `${formatDoc(doc)}export type ${name}${list} =${spaced(printType(type, inner))};\n`;
}

/** A type variable hides a type of its name. */
function nameParameters({ parameters }: IrDefinition, { names, djk }: Scope): Map<string, string> {
  const named = new Map<string, string>();
  if (parameters.length === 0) return named;
  const taken = new Set([...names.values(), djk]);
  for (const parameter of parameters) {
    const name = formatTypeName(parameter);
    const chosen = chooseName([name, `${name}_`], taken);
    taken.add(chosen);
    named.set(parameter, chosen);
  }
  return named;
}
