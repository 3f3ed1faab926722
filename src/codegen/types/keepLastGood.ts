import type { SiteTypes } from "./generateTypes.js";
import { listReachable } from "./typesFile.js";
import { listHandlerTypes } from "./walkType.js";

/**
 * Puts what was last known of a handler in the place of one that cannot be read now, so that a typo in one file makes no
 * errors in all that use it.
 */
export function keepLastGood(last: SiteTypes, now: SiteTypes): SiteTypes {
  const before = new Map(last.handlers.map((handler) => [handler.file, handler]));
  const handlers = now.handlers.map((handler) =>
    handler.functions === null ? (before.get(handler.file) ?? handler) : handler,
  );
  const kept = handlers.filter((handler) => !now.handlers.includes(handler));
  const ids = listReachable(kept.flatMap(listHandlerTypes), last.types);
  return { handlers, types: { ...Object.fromEntries(ids.map((id) => [id, last.types[id]!])), ...now.types } };
}
