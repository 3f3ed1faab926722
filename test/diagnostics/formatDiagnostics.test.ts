import { expect, test } from "vitest";
import { formatCodeFrame } from "../../src/diagnostics/codeFrame.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { formatDiagnostics } from "../../src/diagnostics/formatDiagnostics.js";
import { formatJson } from "../../src/diagnostics/formatJson.js";

const CONFLICT: Diagnostic = {
  code: "route-conflict",
  severity: "error",
  message: "2 routes answer /x, for example /x/",
  at: { file: "routes/(a)/x/page.tsx" },
  hint: "Keep one of them.",
  related: [{ message: "answers the same URL", at: { file: "routes/x/page.tsx" } }],
};

const PLACED: Diagnostic = {
  code: "near-miss",
  severity: "warning",
  message: "GET has no meaning here",
  at: { file: "routes/api/route.py", line: 3, column: 5 },
};

const SOURCE = "import json\n\ndef GET(request):\n    return {}\n";

test("a block has severity, message, code, places, fix and page; the last line counts", () => {
  const readSource = (file: string) => (file === "routes/api/route.py" ? SOURCE : null);
  expect(formatDiagnostics([CONFLICT, PLACED], { colour: false, readSource })).toBe(
    [
      "error 2 routes answer /x, for example /x/ [route-conflict]",
      "    routes/(a)/x/page.tsx",
      "  answers the same URL:",
      "    routes/x/page.tsx",
      "  fix: Keep one of them.",
      "  node_modules/djk/docs/errors/route-conflict.md",
      "",
      "warning GET has no meaning here [near-miss]",
      "    routes/api/route.py:3:5",
      "      1 │ import json",
      "      2 │",
      "    > 3 │ def GET(request):",
      "        ╵     ^",
      "  node_modules/djk/docs/errors/near-miss.md",
      "",
      "1 error, 1 warning",
    ].join("\n"),
  );
});

test("what a program printed stands above the fix and not in it", () => {
  const text = formatDiagnostics([{ ...CONFLICT, related: [], detail: "first\n  second" }], {
    colour: false,
  });
  expect(text).toContain("    first\n      second\n  fix: Keep one of them.");
});

test("nothing to say is empty", () => {
  expect(formatDiagnostics([], { colour: true })).toBe("");
});

test("colour changes no text", () => {
  const coloured = formatDiagnostics([CONFLICT, PLACED], { colour: true });
  const sequences = coloured.split("\x1b[").length - 1;
  expect(sequences).toBeGreaterThan(8);
  const parts = coloured
    .split("\x1b[")
    .map((part, index) => (index === 0 ? part : part.replace(/^[\d;]+m/, "")));
  expect(parts.join("")).toBe(formatDiagnostics([CONFLICT, PLACED], { colour: false }));
});

test("a name with control characters cannot steer the terminal", () => {
  const evil = { ...CONFLICT, message: "a\x1b[2Jb\rc", at: { file: "routes/\x07" } };
  const text = formatDiagnostics([evil], { colour: false });
  expect(text).toContain("a\\x1b[2Jb\\x0dc");
  expect(text).toContain("routes/\\x07");
});

test("a frame ends at the line in question and fits the width", () => {
  expect(formatCodeFrame("a\tb", { line: 1, column: 3 })).toBe("> 1 │ a b\n    ╵   ^");
  expect(formatCodeFrame("a\r\nb", { line: 2 })).toBe("  1 │ a\n> 2 │ b");
  expect(formatCodeFrame("a", { line: 2 })).toBeNull();
  expect(formatCodeFrame("a", {})).toBeNull();
  const long = formatCodeFrame(`${"x".repeat(500)}y${"x".repeat(500)}`, { line: 1, column: 501 })!.split(
    "\n",
  );
  expect(long[0]!.length).toBe("> 1 │ ".length + 100);
  expect(long[0]![long[1]!.indexOf("^")]).toBe("y");
  expect(long[0]).toMatch(/^> 1 │ …x+yx+…$/);
  expect(formatCodeFrame(`${"x".repeat(100)}\n`, { line: 1, column: 97 })).toMatch(/^> 1 │ …x+\n/);
  expect(formatCodeFrame(`short\n${"x".repeat(100)}`, { line: 2, column: 97 })).toContain("  1 │ …\n");
});

test("the JSON document has the result's keys beside the diagnostics", () => {
  expect(JSON.parse(formatJson([PLACED], { routes: [] }))).toEqual({ routes: [], diagnostics: [PLACED] });
});
