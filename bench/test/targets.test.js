import { expect, it } from "vitest";
import { evaluateTargets, formatTargets } from "../harness/targets.js";

const buildTarget = "cold build, against React Router";
const matchTarget = "`match` over 1,000 patterns, hits";
const growthTarget = "JavaScript of the first load of a post, 1,000 pages against 10";

function buildTimes(djk, reactRouter) {
  const series = (median) => ({ n0_build_ms: { median } });
  return { scale: { data: { djk: series(djk), "react-router": series(reactRouter) } } };
}

function find(results, name) {
  return evaluateTargets(results).find((target) => target.name === name);
}

function findLine(runs) {
  return formatTargets(runs)
    .split("\n")
    .find((line) => line.startsWith(`| ${buildTarget} |`));
}

it("compares medians as a ratio", () => {
  expect(find(buildTimes(900, 1000), buildTarget)).toMatchObject({
    measured: "0.9 × (900 : 1000)",
    met: true,
  });
  expect(find(buildTimes(1001, 1000), buildTarget).met).toBe(false);
});

it("compares a value with its limit", () => {
  const results = { micro: { data: { djk: { n1000_match_hit_us: { median: 10.01 } } } } };
  expect(find(results, matchTarget)).toMatchObject({ measured: "10 µs", met: false });
});

it("compares what a thousand pages add", () => {
  const data = {
    djk: { n1000_detail_js_gzip_bytes: { median: 104_473 }, n10_detail_js_gzip_bytes: { median: 101_474 } },
  };
  expect(find({ scale: { data } }, growthTarget)).toMatchObject({ measured: "2999 B", met: true });
});

it("says what a run has not measured", () => {
  expect(find({}, buildTarget)).toMatchObject({ measured: null, met: null });
  expect(findLine([{ name: "first", results: {} }])).toBe(`| ${buildTarget} | ≤ 1 × | – | not measured |`);
});

it("calls a target met only when it is in every run", () => {
  const good = { name: "first", results: buildTimes(900, 1000) };
  const bad = { name: "second", results: buildTimes(1100, 1000) };
  expect(findLine([good, good])).toMatch(/\| met \|$/);
  expect(findLine([good, bad])).toMatch(/0\.9 × .*1\.1 × .*\| \*\*not always met\*\* \|$/);
  expect(findLine([bad, bad])).toMatch(/\| \*\*not met\*\* \|$/);
});
