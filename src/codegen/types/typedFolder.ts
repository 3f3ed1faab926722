import { compareCodePoints } from "../../router/codePointOrder.js";
import type { Param, RouteTable } from "../../router/route.js";
import type { IrField, IrHandler } from "./ir.js";

/** A folder of `routes/` that has types of its own. */
export interface TypedFolder {
  /** Relative to the site. */
  dir: string;
  /** Path parameters. */
  params: IrField[];
  /** Its handlers; null for a component without one. */
  page?: IrHandler | null;
  layout?: IrHandler | null;
  endpoint?: IrHandler | null;
}

/** Every folder with a page, a layout or an endpoint, in the order of their names. */
export function listTypedFolders(table: RouteTable, handlers: ReadonlyMap<string, IrHandler>): TypedFolder[] {
  const folders = new Map<string, TypedFolder>();
  const add = (dir: string, params: Param[], own: Partial<TypedFolder>) => {
    folders.set(dir, { dir, params: describeParams(params, table), ...folders.get(dir), ...own });
  };
  const find = (file: string | undefined) =>
    file === undefined ? null : (handlers.get(file) ?? describeUnread(file));
  for (const { dir, kind, files, params, lineage } of [...table.routes, ...table.notFound]) {
    if (kind === "page") add(dir, params, { page: find(files.pageHandler) });
    if (kind === "endpoint") add(dir, params, { endpoint: find(files.route) });
    for (const node of lineage)
      if (node.files.layout ?? node.files.layoutHandler)
        add(node.dir, node.params, { layout: find(node.files.layoutHandler) });
  }
  return [...folders.values()].sort((a, b) => compareCodePoints(a.dir, b.dir));
}

/** A handler that Python has not told of yet. */
function describeUnread(file: string): IrHandler {
  return { route: "", kind: "page", file, module: "", functions: null };
}

/** Path parameters as the handler and its component get them. */
export function describeParams(params: readonly Param[], { converters }: RouteTable): IrField[] {
  const types = new Map(converters.map(({ name, type }) => [name, type]));
  return params.map(({ name, converter, optional }) => ({
    name,
    type: { kind: types.get(converter ?? "") ?? "string" },
    required: !optional,
  }));
}

/** The handlers of a folder. */
export function listHandlers({ page, layout, endpoint }: TypedFolder): IrHandler[] {
  return [page, layout, endpoint].filter((handler) => handler != null);
}
