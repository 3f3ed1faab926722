import { expect, test } from "vitest";
import { parseTypeErrors } from "../../src/typecheck/parseTypeErrors.js";

test("a problem has its place, its number, and the reasons below it as detail", () => {
  const output = `routes/(shop)/[id=int]/page.tsx(3,14): error TS2322: Type '{ a: string; }' is not assignable to type 'A'.
  The types of 'a' are incompatible between these types.
    Type 'string' is not assignable to type 'number'.
routes/page.tsx(5,3): error TS2304: Cannot find name 'f(1,2): error TS1: x'.
`;
  expect(parseTypeErrors(output, "warning")).toEqual([
    {
      code: "type-error",
      severity: "warning",
      message: "TS2322: Type '{ a: string; }' is not assignable to type 'A'.",
      at: { file: "routes/(shop)/[id=int]/page.tsx", line: 3, column: 14 },
      detail:
        "The types of 'a' are incompatible between these types.\n  Type 'string' is not assignable to type 'number'.",
    },
    {
      code: "type-error",
      severity: "warning",
      message: "TS2304: Cannot find name 'f(1,2): error TS1: x'.",
      at: { file: "routes/page.tsx", line: 5, column: 3 },
    },
  ]);
});

test("a problem of the whole configuration has no place", () => {
  const output = "error TS18003: No inputs were found in config file '/site/tsconfig.json'.";
  expect(parseTypeErrors(output, "error")).toEqual([
    {
      code: "type-error",
      severity: "error",
      message: "TS18003: No inputs were found in config file '/site/tsconfig.json'.",
    },
  ]);
});

test("what is wrong with the configuration goes first", () => {
  const output = `routes/page.tsx(5,3): error TS2304: Cannot find name 'a'.
config/tsconfig.base.json(2,3): error TS1005: ',' expected.
error TS18003: No inputs were found.
routes/tsconfig.tsx(5,3): error TS2304: Cannot find name 'b'.
`;
  expect(parseTypeErrors(output, "error").map(({ at }) => at?.file)).toEqual([
    "config/tsconfig.base.json",
    undefined,
    "routes/page.tsx",
    "routes/tsconfig.tsx",
  ]);
});

test("what is no problem is left out", () => {
  expect(parseTypeErrors("\nFound 0 errors.\n  indented\n", "error")).toEqual([]);
});
