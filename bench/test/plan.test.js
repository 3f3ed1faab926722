import { expect, it } from "vitest";
import { listSites, measures, planRun, standardSystems } from "../harness/plan.js";

function findStep(steps, name) {
  return steps.find(({ measure }) => measure.name === name);
}

it("runs every measure on the standard systems", () => {
  const steps = planRun({});
  expect(steps.map(({ measure }) => measure)).toEqual(measures);
  expect(findStep(steps, "hmr").systems).toEqual(standardSystems);
});

it("keeps to the measures, systems and options that were asked for", () => {
  const [step, ...rest] = planRun({
    measures: ["scale"],
    systems: ["djk"],
    options: { pages: [7], seconds: 9 },
  });
  expect(rest).toEqual([]);
  expect(step).toMatchObject({ systems: ["djk"], options: { pages: [7], reps: 1 } });
  expect(step.options).not.toHaveProperty("seconds");
});

it("measures the pairs of the targets only", () => {
  const steps = planRun({ targets: true });
  expect(findStep(steps, "scale").systems).toEqual(["djk", "react-router"]);
  expect(findStep(steps, "pythonEdit").systems).toEqual(["djk", "django"]);
  expect(findStep(steps, "throughput")).toBeUndefined();
});

it("refuses a measure that there is not, and names those that there are", () => {
  expect(() => planRun({ measures: ["speed"] })).toThrow(
    /no measure speed: micro, encoding, inspection, dev,/,
  );
});

it("lists each site once", () => {
  const steps = planRun({ measures: ["dev", "hmr", "scale"], systems: ["djk"], options: { pages: [0, 10] } });
  expect(listSites(steps)).toEqual([
    { name: "djk", pages: 0 },
    { name: "djk", pages: 10 },
  ]);
});
