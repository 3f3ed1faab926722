import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { djangoRequirement } from "../adapters/django.js";
import { log } from "../harness/log.js";
import { benchFolder, projectFolder, toolsFolder } from "../harness/paths.js";
import { Samples } from "../harness/samples.js";

const execute = promisify(execFile);
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
  const python = await preparePython();
  const env = { ...process.env, PYTHONPATH: join(projectFolder, "python/src") };
  const { stdout } = await execute(python, [join(benchFolder, "micro/encoding.py"), String(reps)], { env });
  const samples = new Samples();
  for (const [name, times] of Object.entries(JSON.parse(stdout)))
    for (const time of times) samples.add("djk", `${name}_us`, time);
  return samples.data(1);
}

/** An environment of its own below bench/tools. */
async function preparePython() {
  const folder = join(toolsFolder, "encoding-venv");
  const python = join(folder, "bin/python");
  if (!existsSync(python)) {
    log("installing", requirements.join(", "));
    await execute("python3", ["-m", "venv", folder]);
  }
  await execute(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...requirements]);
  return python;
}
