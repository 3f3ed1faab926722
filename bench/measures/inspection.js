import { djangoRequirement } from "../adapters/django.js";
import { runPython } from "../harness/benchPython.js";
import { Samples } from "../harness/samples.js";

/** What djk reads of 1,000 handlers in a process of its own, and of one that changes in a warm process. */
export const inspection = {
  name: "inspection",
  needs: [],
  defaults: { reps: 10 },
  sites: () => [],
  run,
};

async function run(_, { reps }) {
  const samples = new Samples();
  for (const [name, times] of Object.entries(
    await runPython("inspection.py", [String(reps)], [djangoRequirement]),
  ))
    for (const time of times) samples.add("djk", `${name}_ms`, time);
  return samples.data(1);
}
