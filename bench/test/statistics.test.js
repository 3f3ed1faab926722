import { describe, expect, it } from "vitest";
import { rotate } from "../harness/interleave.js";
import { Samples } from "../harness/samples.js";
import { median, quantile, round, summarize } from "../harness/statistics.js";

describe("median", () => {
  it("is the middle sample, whatever their order", () => expect(median([30, 10, 20])).toBe(20));

  it("is the mean of the two in the middle", () => expect(median([10, 40, 20, 30])).toBe(25));

  it("sorts numbers as numbers", () => expect(median([9, 10, 100])).toBe(10));

  it("is null without samples", () => expect(median([])).toBeNull());
});

it("finds the value below which a part of the samples lies", () => {
  const samples = Array.from({ length: 10 }, (_, index) => 10 - index);
  expect(quantile(samples, 0.5)).toBe(6);
  expect(quantile(samples, 1)).toBe(10);
});

it("rounds, and leaves null alone", () => {
  expect(round(1.25, 1)).toBe(1.3);
  expect(round(null)).toBeNull();
});

it("keeps every sample in the order in which it was taken", () => {
  expect(summarize([3.004, 1, 2])).toEqual({ median: 2, min: 1, max: 3, n: 3, samples: [3, 1, 2] });
});

it("collects numbers as a series, and of texts the last", () => {
  const samples = new Samples();
  samples.add("djk", "page_ms", 4);
  samples.add("djk", "page_ms", 6);
  samples.add("djk", "keeps_state", "no");
  samples.add("djk", "keeps_state", "yes");
  expect(samples.data().djk).toEqual({ page_ms: summarize([4, 6]), keeps_state: "yes" });
});

it("lets another system begin in each round", () => {
  expect([0, 1, 2, 3].map((round) => rotate(["a", "b", "c"], round).join(""))).toEqual([
    "abc",
    "bca",
    "cab",
    "abc",
  ]);
});
