import type { DiagnosticCode } from "../diagnostics/codes.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Inspection } from "../inspect/inspectSite.js";

/** Problems of the whole site, some of which have their place in a handler's file: reading that one says nothing of them. */
const ofSite = new Set<DiagnosticCode>([
  "migration-conflict",
  "migration-graph",
  "migration-missing",
  "name-conflict",
  "route-shadowed",
  "setting-import",
  "setting-value",
  "urls-invalid",
  "urls-missing",
]);

/**
 * Puts what is now known of changed handlers into what was known of the site.
 *
 * Null when a handler could not be read for a reason in another file: the problem of that file may be over, and nothing
 * tells whether another handler has it, too.
 */
export function mergePartial(
  known: Inspection,
  { handlers, types, diagnostics }: Inspection,
  changed: readonly string[],
): Inspection | null {
  const isOfChanged = ({ code, at }: Diagnostic) => changed.includes(at?.file ?? "") && !ofSite.has(code);
  const unexplained = known.handlers.some(
    ({ file, functions }) =>
      functions === null && changed.includes(file) && !known.diagnostics.some(({ at }) => at?.file === file),
  );
  if (unexplained) return null;
  const read = new Map(handlers.map((handler) => [handler.file, handler]));
  return {
    ...known,
    handlers: known.handlers.map((handler) => read.get(handler.file) ?? handler),
    types: { ...known.types, ...types },
    diagnostics: [...known.diagnostics.filter((problem) => !isOfChanged(problem)), ...diagnostics],
  };
}
