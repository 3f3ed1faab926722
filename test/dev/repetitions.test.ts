import { expect, test } from "vitest";
import { createRepetitions } from "../../src/dev/repetitions.js";

const problem = 'Failed to resolve import "./nowhere" from "routes/page.tsx". Does the file exist?';

test("an import that cannot be resolved is one message, whoever meets it", () => {
  const { isFirst } = createRepetitions(() => 0);
  expect(isFirst(`\u001b[31mPre-transform error: ${problem}\u001b[39m`)).toBe(true);
  expect(isFirst(`12:00:00 [vite] (client) Pre-transform error: ${problem}`)).toBe(false);
  expect(
    isFirst(`\u001b[31mInternal server error: ${problem}\u001b[39m\n  Plugin: vite:import-analysis`),
  ).toBe(false);
  expect(isFirst(`Internal server error: ${problem.replace("page.tsx", "page.tsx?t=1763739149")}`)).toBe(
    false,
  );
  expect(isFirst(`Internal server error: ${problem.replace("nowhere", "elsewhere")}`)).toBe(true);
});

test("it is said again when something was changed after it", () => {
  let time = 0;
  const { isFirst, forget } = createRepetitions(() => time);
  isFirst(problem);
  time = 500;
  forget();
  expect(isFirst(problem)).toBe(false);
  time = 1500;
  forget();
  expect(isFirst(problem)).toBe(true);
});
