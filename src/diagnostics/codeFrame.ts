import type { Place } from "./diagnostic.js";

/** Lines shown above the line in question. */
const CONTEXT = 2;

/**
 * Format the lines of a source around a place, with a mark under its column; null when the source has no such line.
 *
 * A line is cut to 100 characters around the column, with `…` where it is cut; tabs become spaces.
 */
export function formatCodeFrame(source: string, place: Pick<Place, "line" | "column">): string | null {
  const lines = source.split(/\r\n|\r|\n/);
  const { line, column } = place;
  if (line === undefined || line < 1 || line > lines.length) return null;
  const first = Math.max(1, line - CONTEXT);
  const width = String(line).length;
  const cut = column === undefined ? 0 : Math.max(0, column - 80);
  const shown = lines.slice(first - 1, line).map((text, index) => {
    const number = first + index;
    return `${number === line ? ">" : " "} ${String(number).padStart(width)} │ ${cutLine(text, cut)}`.trimEnd();
  });
  const mark = column === undefined ? [] : [`  ${" ".repeat(width)} ╵ ${" ".repeat(column - 1 - cut)}^`];
  return [...shown, ...mark].join("\n");
}

function cutLine(text: string, start: number): string {
  const spaced = text.replaceAll("\t", " ");
  const shown = spaced.slice(start, start + 100);
  const tail = spaced.length > start + 100 ? `${shown.slice(0, -1)}…` : shown;
  return start > 0 && text !== "" ? `…${tail.slice(1)}` : tail;
}
