import { djangoRequirement } from "../adapters/django.js";
import { runPython } from "../harness/benchPython.js";
import { Samples } from "../harness/samples.js";

const requirements = [djangoRequirement, "django-ninja==1.7.1", "orjson==3.13.0"];

/** 100 rows of 10 fields as JSON: djk's checked encoders, Django's own encoder, django-ninja's schemas. */
export const encoding = {
  name: "encoding",
  needs: [],
  defaults: { reps: 50 },
  sites: () => [],
  run,
};

async function run(_, { reps }) {
  const samples = new Samples();
  for (const [name, times] of Object.entries(await runPython("encoding.py", [String(reps)], requirements)))
    for (const time of times) samples.add("djk", `${name}_us`, time);
  return samples.data(1);
}
