import type { Segment } from "./route.js";
import { safeFolderName } from "./safeName.js";

/** Names that a generated module of views needs itself. */
const TAKEN = ["Node", "endpoint", "not_found", "page"];

/** Files are named after symbols: with every prefix and extension they stay below the 255 bytes of file systems. */
const LONGEST = 120;

/** What `assignSymbols` has to know of a route. */
export interface Named {
  id: string;
  kind: "page" | "endpoint" | "notFound";
  /** From the root to the route's folder. */
  segments: readonly Segment[];
}

/** Give each route an identifier, by id: its folders' safe names joined with `_`, unique even when case is ignored. */
export function assignSymbols(routes: readonly Named[]): Map<string, string> {
  const taken = new Set(TAKEN.map((name) => name.toLowerCase()));
  const symbols = new Map<string, string>();
  for (const route of routes) {
    const symbol = findFree(formatSymbol(route).slice(0, LONGEST), taken);
    taken.add(symbol.toLowerCase());
    symbols.set(route.id, symbol);
  }
  return symbols;
}

/** Format the URL name: `posts.slug`; groups dropped, `index` for the root. A colon would mean a namespace to Django. */
export function formatUrlName(segments: readonly Segment[]): string {
  const words = segments.flatMap((segment) => {
    if (segment.kind === "group") return [];
    return segment.kind === "word" ? [segment.text.replaceAll(":", "-")] : [segment.name];
  });
  return words.join(".") || "index";
}

function formatSymbol({ kind, segments }: Named): string {
  const folders = segments.map(safeFolderName).join("_");
  if (kind === "notFound") return `${folders || "root"}_not_found`;
  return folders || "home";
}

function findFree(symbol: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? symbol : `${symbol}_${number}`;
    if (!taken.has(candidate.toLowerCase())) return candidate;
  }
}
