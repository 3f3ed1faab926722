import type { Param, PatternPart, Segment } from "./route.js";

/** What two patterns must not have in common: words, converters and rest, without the names of parameters. */
export function formatShape(parts: readonly PatternPart[]): string {
  return parts
    .map((part) => {
      if (part.kind === "word") return part.text;
      return part.kind === "rest" ? "<...>" : `<${part.converter ?? ""}>`;
    })
    .join("/");
}

/**
 * Expand the segments of a route into its concrete patterns: groups dropped, every optional with and without.
 *
 * Where two of them have one shape (`[[a]]/[[b]]` on `/x`), the one that fills the left parameter stays.
 */
export function expandSegments(segments: readonly Segment[]): PatternPart[][] {
  return segments.reduce<PatternPart[][]>(
    (patterns, segment) => {
      if (segment.kind === "group") return patterns;
      const part = toPart(segment);
      const optional = segment.kind !== "word" && segment.optional;
      return keepShapes(
        patterns.flatMap((parts) => (optional ? [[...parts, part], parts] : [[...parts, part]])),
      );
    },
    [[]],
  );
}

/** List the parameters of a path of segments. */
export function listParams(segments: readonly Segment[]): Param[] {
  return segments.flatMap((segment): Param[] => {
    if (segment.kind === "word" || segment.kind === "group") return [];
    const { name, optional } = segment;
    if (segment.kind === "rest") return [{ name, converter: null, rest: true, optional }];
    return [{ name, converter: normalizeConverter(segment.converter), rest: false, optional }];
  });
}

function toPart(segment: Exclude<Segment, { kind: "group" }>): PatternPart {
  switch (segment.kind) {
    case "word":
      return segment;
    case "rest":
      return { kind: "rest", name: segment.name };
    case "param":
      return { kind: "param", name: segment.name, converter: normalizeConverter(segment.converter) };
  }
}

/** Django's `str` is what a parameter without a converter has. */
function normalizeConverter(converter: string | null): string | null {
  return converter === "str" ? null : converter;
}

function keepShapes(patterns: PatternPart[][]): PatternPart[][] {
  const first = new Map<string, PatternPart[]>();
  for (const parts of patterns) {
    const shape = formatShape(parts);
    if (!first.has(shape)) first.set(shape, parts);
  }
  return [...first.values()];
}
