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

function create() {
  const printed: string[] = [];
  const sent: HotPayload[] = [];
  const options = { site: "/a/site", colour: false, readSource: () => null };
  const print = (text: string) => printed.push(text);
  return { problems: createProblems({ ...options, print }, (payload) => sent.push(payload)), printed, sent };
}

test("the overlay's link is an absolute path: a relative one would start where djk did", () => {
  const { problems, sent } = create();
  problems.set("python", [broken]);
  const loc = { file: "/a/site/routes/page.py", line: 3, column: 5 };
  expect(sent).toMatchObject([{ type: "error", err: { id: loc.file, loc } }]);
  expect(problems.describe()).toEqual(sent[0]);
});

test("a file without a line opens at its beginning, a problem without a file has no link", () => {
  const { problems, sent } = create();
  problems.set("python", [{ ...broken, at: { file: "djk.toml" } }]);
  expect(sent[0]).toMatchObject({ err: { loc: { file: "/a/site/djk.toml", line: 1, column: 1 } } });
  const { at: _, ...nowhere } = broken;
  problems.set("python", [nowhere]);
  expect(sent[1]).not.toHaveProperty("err.id");
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
  expect(sent.at(-1)).toEqual({ type: "full-reload", path: "*" });
  expect(problems.describe()).toBeNull();
});
