import { checkKeys, findTable, reportType, type Table } from "./checkTable.js";
import type { Budget } from "./config.js";
import { formatPath, type Report } from "./problem.js";

/** React, its router and djk are half of the JavaScript. */
const defaultBudget: Budget = { js: 200, css: 50 };

/** Reads `budget` of the table `[build]`. */
export function parseBudget(build: Table, report: Report): Budget {
  checkKeys(build, ["build"], ["budget"], report);
  const budget = findTable(build, ["build"], "budget", report);
  checkKeys(budget, ["build", "budget"], ["js", "css"], report);
  return { js: parseLimit(budget, "js", report), css: parseLimit(budget, "css", report) };
}

function parseLimit(budget: Table, key: keyof Budget, report: Report): number {
  const value = budget[key] ?? defaultBudget[key];
  const path = ["build", "budget", key];
  const isNumber = typeof value === "bigint" || typeof value === "number";
  if (!isNumber) reportType(path, value, "a number of kB such as 200", report);
  else if (!(value > 0))
    report({
      code: "config-bad-value",
      path,
      message: `${formatPath(path)} is ${value}, but a number of kB above 0 is expected.`,
      hint: "Without a limit: write inf.",
    });
  return Number(value);
}
