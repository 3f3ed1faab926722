import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { RouteTable } from "./route.js";

/** First word of the URLs that djk answers itself, below the place of the routes. */
export const RESERVED_WORD = "_djk";

/** Find the routes below `/_djk`, each once. */
export function findReservedRoutes({ routes, rows }: RouteTable): Diagnostic[] {
  const reserved = new Set(
    rows.flatMap(({ parts: [first], route }) =>
      first?.kind === "word" && first.text === RESERVED_WORD ? [route] : [],
    ),
  );
  return routes
    .filter(({ id }) => reserved.has(id))
    .map(({ dir, files }) => ({
      code: "route-reserved",
      severity: "error",
      message: `URLs below /${RESERVED_WORD} are djk's own`,
      at: { file: files.page ?? files.route ?? dir },
      hint: "Give the folder another name.",
    }));
}
