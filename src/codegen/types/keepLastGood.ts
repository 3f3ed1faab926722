import { compareCodePoints } from "../../router/codePointOrder.js";
import type { RouteTable } from "../../router/route.js";
import type { SiteTypes } from "./generateTypes.js";
import type { IrHandler } from "./ir.js";
import { findReferences, listReachable } from "./typesFile.js";
import { listHandlerTypes } from "./walkType.js";

const nothing: SiteTypes = { handlers: [], types: {} };

/**
 * Puts what was last known of a handler in the place of one that cannot be read now, so that a typo in one file makes no
 * errors in all that use it; asks for it only then. What no route has is left out, and the order is always the same.
 */
export function keepLastGood(table: RouteTable, readLast: () => SiteTypes, now: SiteTypes): SiteTypes {
  const files = [...listHandlerFiles(table)].sort(compareCodePoints);
  const read = new Set(now.handlers.flatMap(({ file, functions }) => (functions === null ? [] : file)));
  const last = files.every((file) => read.has(file)) ? nothing : readLast();
  const known = new Map(last.handlers.map((handler) => [handler.file, handler]));
  for (const handler of now.handlers)
    if (handler.functions !== null || !known.has(handler.file)) known.set(handler.file, handler);
  const handlers = files.flatMap((file) => known.get(file) ?? []).map(pickTypes);
  const types = { ...last.types, ...now.types };
  const ids = listReachable(handlers.flatMap(listHandlerTypes), findReferences(types)).sort(
    compareCodePoints,
  );
  return { handlers, types: Object.fromEntries(ids.map((id) => [id, types[id]!])) };
}

function listHandlerFiles(table: RouteTable): Set<string> {
  const routes = [...table.routes, ...table.notFound];
  const own = routes.flatMap(({ files }) => [files.pageHandler, files.route]);
  const layouts = routes.flatMap(({ lineage }) => lineage.map(({ files }) => files.layoutHandler));
  return new Set([...own, ...layouts].filter((file) => file !== undefined));
}

/** What an inspection tells of a handler besides is left out. */
function pickTypes({ route, kind, file, module, functions, user }: IrHandler): IrHandler {
  return { route, kind, file, module, functions, ...(user === undefined ? {} : { user }) };
}
