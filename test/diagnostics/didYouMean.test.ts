import { expect, test } from "vitest";
import { findNearest } from "../../src/diagnostics/didYouMean.js";

test.each([
  ["itn", ["int", "slug"], "int"],
  ["Slug", ["int", "slug"], "slug"],
  ["trailing_slahs", ["types", "trailing_slash"], "trailing_slash"],
  ["zzz", ["int", "slug"], null],
  ["", ["a"], "a"],
  ["slugg", ["slugs", "slug"], "slugs"],
  ["int", [], null],
])("%s among %j is %s", (word, candidates, nearest) => {
  expect(findNearest(word, candidates)).toBe(nearest);
});
