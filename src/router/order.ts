import { compareCodePoints } from "./codePointOrder.js";
import { CUSTOM_CONVERTER_RANK } from "./converters.js";
import type { PatternPart } from "./route.js";

/** Rank of each converter by name; a lower one is tried first. */
export type ConverterRanks = ReadonlyMap<string, number>;

/**
 * Compare two patterns in canonical order, left to right: word < converter < plain parameter < end < rest.
 *
 * Words and converters of one rank go by code point. Zero means one shape.
 */
export function comparePatterns(
  a: readonly PatternPart[],
  b: readonly PatternPart[],
  ranks: ConverterRanks,
): number {
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const order = compareParts(a[i], b[i], ranks);
    if (order !== 0) return order;
  }
  return 0;
}

function compareParts(a: PatternPart | undefined, b: PatternPart | undefined, ranks: ConverterRanks): number {
  const byClass = classOf(a) - classOf(b);
  if (byClass !== 0) return byClass;
  if (a?.kind === "word" && b?.kind === "word") return compareCodePoints(a.text, b.text);
  if (a?.kind === "param" && b?.kind === "param") return compareConverters(a.converter, b.converter, ranks);
  return 0;
}

/** Compare two converters by rank, then by name. */
export function compareConverters(a: string | null, b: string | null, ranks: ConverterRanks): number {
  if (a === null || b === null) return 0;
  const byRank = (ranks.get(a) ?? CUSTOM_CONVERTER_RANK) - (ranks.get(b) ?? CUSTOM_CONVERTER_RANK);
  return byRank !== 0 ? byRank : compareCodePoints(a, b);
}

function classOf(part: PatternPart | undefined): number {
  if (part === undefined) return 3;
  if (part.kind === "word") return 0;
  if (part.kind === "rest") return 4;
  return part.converter === null ? 2 : 1;
}
