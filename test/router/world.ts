import { BUILTIN_CONVERTERS } from "../../src/router/converters.js";
import type { Converter, Segment } from "../../src/router/route.js";
import { parseSegment } from "../../src/router/segment.js";
import { buildTable } from "../../src/router/table.js";
import { buildTree } from "../../src/router/tree.js";

/** A converter that a project would register itself, as `resolveWithDjango.py` does. */
export const YEAR: Converter = { name: "year", regex: "[0-9]{4}", type: "string", rank: 25 };

/** Another one, which fits what `slug` and a plain parameter fit, too. */
export const LETTERS: Converter = {
  name: "letters",
  regex: "[a-z\\u00e0-\\u00ff]+",
  type: "string",
  rank: 25,
};

export const CONVERTERS: readonly Converter[] = [...BUILTIN_CONVERTERS, YEAR];

/** The table of files below `routes/`, with the diagnostics of tree and table. */
export function tableOf(
  files: readonly string[],
  trailingSlash: "always" | "never" = "always",
  converters: readonly Converter[] = CONVERTERS,
) {
  const tree = buildTree(files.map((file) => `routes/${file}`));
  const { table, diagnostics } = buildTable(tree.root, { converters, trailingSlash });
  return { table, diagnostics: [...tree.diagnostics, ...diagnostics] };
}

/** The segment of a folder name that is known to be good. */
export function segmentOf(name: string): Segment {
  const parsed = parseSegment(name);
  if ("problem" in parsed) throw new Error(parsed.problem.message);
  return parsed.segment;
}

/** Random numbers from 0 to 1 that are the same in every run (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** One of the values. */
export function pick<T>(values: readonly T[], random: () => number): T {
  return values[Math.floor(random() * values.length)]!;
}
