import { expect, test } from "vitest";
import type { Edit } from "../../src/diagnostics/diagnostic.js";
import { editText } from "../../src/files/editText.js";

/** An edit within one line. */
function edit(line: number, column: number, endColumn: number, text: string): Edit {
  return { file: "a.py", line, column, endLine: line, endColumn, text };
}

test("edits are made from the end of one to the beginning of the next", () => {
  const { text, made } = editText("one\ntwo three\n", [
    edit(2, 5, 10, "3"),
    edit(2, 1, 4, "2"),
    edit(1, 4, 4, "!"),
  ]);
  expect(text).toBe("one!\n2 3\n");
  expect(made.map((each) => each.text)).toEqual(["!", "2", "3"]);
});

test("an edit may span lines", () => {
  const across = { file: "a.py", line: 1, column: 3, endLine: 3, endColumn: 2, text: "-" };
  expect(editText("abc\nxx\nyz\n", [across]).text).toBe("ab-z\n");
});

test("what two problems ask for alike is written once", () => {
  const line = edit(1, 1, 1, "import x\n");
  expect(editText("y\n", [line, { ...line }])).toEqual({ text: "import x\ny\n", made: [line] });
});

test("of two edits that overlap the earlier one is made", () => {
  expect(editText("abcdef", [edit(1, 2, 5, "-"), edit(1, 4, 6, "+")]).text).toBe("a-ef");
});

test("an insertion goes before what is replaced at its place", () => {
  expect(editText("abc", [edit(1, 1, 4, "new"), edit(1, 1, 1, "> ")]).text).toBe("> new");
});

test("columns count characters, and a byte order mark is none", () => {
  expect(editText("\uFEFF😀é = Book\n", [edit(1, 6, 10, "X")]).text).toBe("\uFEFF😀é = X\n");
});

test("new lines end as the file's own do", () => {
  expect(editText("a\r\nb\r\n", [edit(2, 1, 1, "x\ny\n")]).text).toBe("a\r\nx\r\ny\r\nb\r\n");
});
