import type { Edit } from "../diagnostics/diagnostic.js";

const byteOrderMark = "\uFEFF";

/**
 * Makes edits in a text, each once; of two that overlap the earlier one counts.
 *
 * @returns the new text, and the edits that were made, in its order
 */
export function editText(text: string, edits: readonly Edit[]): { text: string; made: Edit[] } {
  const start = text.startsWith(byteOrderMark) ? 1 : 0;
  const lines = text.slice(start).split("\n");
  const newline = lines[0]?.endsWith("\r") ? "\r\n" : "\n";
  const found = edits.map((edit) => ({
    edit,
    from: start + findOffset(lines, edit.line, edit.column),
    to: start + findOffset(lines, edit.endLine, edit.endColumn),
  }));
  found.sort((a, b) => a.from - b.from || a.to - b.to);
  const parts: string[] = [];
  const made: Edit[] = [];
  let done = 0;
  for (const { edit, from, to } of found) {
    if (from < done || made.some((other) => isSame(other, edit))) continue;
    parts.push(text.slice(done, from), edit.text.replaceAll("\n", newline));
    made.push(edit);
    done = to;
  }
  return { text: [...parts, text.slice(done)].join(""), made };
}

function findOffset(lines: readonly string[], line: number, column: number): number {
  const above = lines.slice(0, line - 1).reduce((length, each) => length + each.length + 1, 0);
  return above + [...(lines[line - 1] ?? "")].slice(0, column - 1).join("").length;
}

function isSame(one: Edit, other: Edit): boolean {
  return (
    one.line === other.line &&
    one.column === other.column &&
    one.endLine === other.endLine &&
    one.endColumn === other.endColumn &&
    one.text === other.text
  );
}
