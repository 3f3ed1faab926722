import { expect, it } from "vitest";
import { replaceResults } from "../harness/docs.js";
import { formatReport } from "../harness/report.js";
import { summarize } from "../harness/statistics.js";

const machine = {
  when: "2026-01-02T03:04:05Z",
  cpu: "A processor",
  cores: 2,
  memory_gb: 4,
  systems: { djk: { label: "djk", node: "v20.0.0", versions: { react: "19.0.0" } } },
};

function reportBuilds(data, baseline = "next") {
  const build = { measure: "build", when: "2026-01-02T04:05:06Z", load: [0.5, 0.4, 0.3], data };
  return formatReport({ machine, build }, baseline);
}

it("names the machine and the versions", () => {
  const report = formatReport({ machine }, "next");
  expect(report).toContain("A processor, 2 cores, 4 GB; 2026-01-02.");
  expect(report).toContain("- **djk**: djk; Node v20.0.0; react 19.0.0");
});

it("puts the ratio to the baseline behind each median", () => {
  const report = reportBuilds({
    djk: { cold_ms: summarize([150, 150]) },
    next: { cold_ms: summarize([300, 290]) },
  });
  expect(report).toContain("| cold | 150 (0.51 ×) | 295 |");
});

it("leaves out rows that nobody has, and marks what one lacks", () => {
  const report = reportBuilds({ djk: { cold_ms: summarize([5, 5]) }, next: {} });
  expect(report).toContain("| cold | 5 | – |");
  expect(report).not.toContain("nothing changed");
});

it("shows how far the samples of one thing lay apart", () => {
  const report = reportBuilds({ djk: { cold_ms: summarize([100, 150]) } });
  expect(report).toContain("| build | 04:05 | 0.5 0.4 0.3 | 1.50 | 1.50 | 1.50 |");
});

it("replaces the results in the docs, and only them", () => {
  const page =
    "Before.\n\n<!-- results: written by `npm run bench -- --report … --docs` -->\n\nold\n\n<!-- end of results -->\n\nAfter.\n";
  const changed = replaceResults(page, "| new |\n");
  expect(changed).toBe(page.replace("old", "| new |"));
  expect(() => replaceResults("Nothing.", "| new |")).toThrow(/lacks/);
});
