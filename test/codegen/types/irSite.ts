import type { SiteTypes } from "../../../src/codegen/types/generateTypes.js";
import type { IrDefinition, IrField, IrFunction, IrHandler, IrType } from "../../../src/codegen/types/ir.js";
import { BUILTIN_CONVERTERS } from "../../../src/router/converters.js";
import type { RouteTable } from "../../../src/router/route.js";
import { buildTable } from "../../../src/router/table.js";
import { buildTree } from "../../../src/router/tree.js";

export const text: IrType = { kind: "string" };
export const integer: IrType = { kind: "integer" };
export const none: IrType = { kind: "null" };

export function literal(...values: (string | number | boolean | null)[]): IrType {
  return { kind: "literal", values };
}

export function list(item: IrType): IrType {
  return { kind: "array", item };
}

export function union(...members: IrType[]): IrType {
  return { kind: "union", members };
}

export function refer(id: string, ...given: IrType[]): IrType {
  return given.length === 0 ? { kind: "ref", id } : { kind: "ref", id, arguments: given };
}

/** An object; a name that ends with `?` may be missing. */
export function object(fields: Record<string, IrType>): IrType {
  return { kind: "object", fields: listFields(fields) };
}

export function listFields(fields: Record<string, IrType>): IrField[] {
  return Object.entries(fields).map(([name, type]) => ({
    name: name.replace(/\?$/, ""),
    type,
    required: !name.endsWith("?"),
  }));
}

export function reads(data: IrType, more: Partial<IrFunction> = {}): Record<string, IrFunction> {
  return { get: { doc: "", query: [], body: null, data, inferred: false, ...more } };
}

export function handler(file: string, functions: IrHandler["functions"]): IrHandler {
  const dir = file.slice(0, file.lastIndexOf("/"));
  const stem = file.slice(dir.length + 1, -3);
  const kind = stem === "route" ? "endpoint" : stem === "layout" ? "layout" : "page";
  return { route: dir.slice(6) || "/", kind, file, module: moduleOf(file), functions };
}

/** The name of a handler's module, near enough. */
export function moduleOf(file: string): string {
  return file
    .slice(0, -3)
    .replace(/[^\w/]/g, "_")
    .replaceAll("/", ".");
}

/** Named types by id, from `module:name`. */
export function define(types: Record<string, IrType | Partial<IrDefinition>>): Record<string, IrDefinition> {
  return Object.fromEntries(
    Object.entries(types).map(([id, given], line) => {
      const [module = "", name = ""] = id.split(":");
      const own = "kind" in given ? { type: given } : given;
      const definition = {
        name,
        module,
        doc: "",
        parameters: [],
        at: { file: module, line },
        type: none,
        ...own,
      };
      return [id, definition as IrDefinition];
    }),
  );
}

export function buildRoutes(paths: readonly string[]): RouteTable {
  const tree = buildTree([...paths].sort());
  return buildTable(tree.root, { converters: BUILTIN_CONVERTERS, trailingSlash: "always" }).table;
}

export type { SiteTypes };
