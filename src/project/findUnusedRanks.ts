import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { findNearest } from "../diagnostics/didYouMean.js";

/**
 * Finds converters that `djk.toml` ranks and no folder names: a name spelled wrong leaves the right one unranked.
 *
 * @param used names of the converters below `routes/`
 */
export function findUnusedRanks(
  ranks: Readonly<Record<string, number>>,
  used: Iterable<string>,
): Diagnostic[] {
  const names = new Set(used);
  const unranked = [...names].filter((name) => !(name in ranks));
  return Object.keys(ranks)
    .filter((name) => !names.has(name))
    .map((name) => {
      const nearest = findNearest(name, unranked);
      const question = nearest === null ? "" : `; did you mean "${nearest}"?`;
      return {
        code: "converter-unused",
        severity: "warning",
        message: `djk.toml ranks the converter "${name}", which no folder below routes/ names${question}`,
        at: { file: "djk.toml" },
        hint:
          nearest === null ? `Remove it from [routing], or name a folder [x=${name}].` : "Correct the name.",
      };
    });
}
