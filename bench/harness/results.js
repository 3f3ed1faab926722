import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { resultsFolder } from "./paths.js";
import { round } from "./statistics.js";

/** Writes the result of one measure to `results/<run>/<measure>.json`. */
export function writeResult(run, measure, options, data) {
  const load = loadavg().map((value) => round(value, 2));
  writeJson(run, measure, { measure, when: new Date().toISOString(), load, options, data });
}

/** Writes `results/<run>/<name>.json`. */
export function writeJson(run, name, value) {
  const folder = join(resultsFolder, run);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(value, null, 1)}\n`);
}

/** Writes `results/<run>/<name>`. @returns its path */
export function writeText(run, name, text) {
  const path = join(resultsFolder, run, name);
  writeFileSync(path, text);
  return path;
}

/** Everything in `results/<run>/*.json`, by the name of the file. */
export function readResults(run) {
  const folder = join(resultsFolder, run);
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return Object.fromEntries(
    files.map((name) => [
      name.slice(0, -".json".length),
      JSON.parse(readFileSync(join(folder, name), "utf8")),
    ]),
  );
}
