import type { HotPayload } from "vite";
import { expect, test } from "vitest";
import { createProblems } from "../../src/dev/problems.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";

const broken: Diagnostic = {
  code: "handler-syntax",
  severity: "error",
  message: "routes/page.py cannot be read",
  at: { file: "routes/page.py", line: 3, column: 5 },
};
const mistyped: Diagnostic = { ...broken, code: "type-error", severity: "warning", message: "TS2322: no" };

function create() {
  const printed: string[] = [];
  const sent: HotPayload[] = [];
  const options = {
    colour: false,
    readSource: (file: string) => (file === "routes/page.py" ? "1\n2\n3\n" : null),
  };
  const print = (text: string) => printed.push(text);
  return { problems: createProblems({ ...options, print }, (payload) => sent.push(payload)), printed, sent };
}

function shown(...data: unknown[]) {
  return { type: "custom", event: "djk:problems", data };
}

test("the browser gets every problem, errors first, each place with its source", () => {
  const { problems, sent } = create();
  problems.set("types", [mistyped]);
  problems.set("project", [
    {
      ...broken,
      at: { file: "djk.toml" },
      related: [{ message: "and here", at: { file: "a.py", line: 2 } }],
    },
  ]);
  problems.set("python", [broken]);
  const whole = { note: null, text: "djk.toml", frame: null };
  const related = { note: "and here", text: "a.py:2:1", frame: null };
  const place = { note: null, text: "routes/page.py:3:5", frame: expect.stringContaining("> 3 │ 3") };
  const last = shown(
    expect.objectContaining({ severity: "error", places: [whole, related] }),
    expect.objectContaining({ severity: "error", places: [place] }),
    expect.objectContaining({ severity: "warning", code: "type-error", places: [place] }),
  );
  expect(sent.at(-1)).toEqual(last);
  expect(problems.describe()).toEqual(last);
});

test("a problem that stands is printed once, whoever finds it; its end is, too", () => {
  const { problems, printed, sent } = create();
  problems.set("python", [broken]);
  problems.set("python", [broken]);
  problems.set("project", [{ ...broken, hint: "another hint" }]);
  expect(printed).toEqual([expect.stringContaining("[handler-syntax]")]);
  problems.set("python", []);
  expect(printed).toHaveLength(1);
  problems.set("project", []);
  expect(printed).toEqual([expect.anything(), "no errors left"]);
  expect(sent.at(-1)).toEqual(shown());
});

test("the end of warnings is told, too, and nobody hears of nothing", () => {
  const { problems, printed, sent } = create();
  problems.set("types", []);
  expect(sent).toEqual([]);
  problems.set("types", [mistyped]);
  problems.set("types", []);
  expect(printed).toEqual([expect.stringContaining("[type-error]"), "no warnings left"]);
});

test("of many problems at once the first ten are printed", () => {
  const { problems, printed } = create();
  problems.set(
    "types",
    Array.from({ length: 30 }, (_, i) => ({ ...mistyped, message: `TS2322: ${i}` })),
  );
  expect(printed).toEqual([expect.stringContaining("TS2322: 9 "), "and 20 more; the browser lists them"]);
  expect(printed[0]).not.toContain("TS2322: 10 ");
});
