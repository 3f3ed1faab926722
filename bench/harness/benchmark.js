import { writeDocs } from "./docs.js";
import { log } from "./log.js";
import { describeMachine, findMissing } from "./machine.js";
import { listSites, planRun } from "./plan.js";
import { describeRun, formatReport } from "./report.js";
import { readResults, writeJson, writeResult, writeText } from "./results.js";
import { prepareSites } from "./sites.js";
import { smoke } from "./smoke.js";
import { deleteRemoved, loadSystem } from "./systems.js";
import { formatTargets } from "./targets.js";

/**
 * Runs the measures and writes their results.
 *
 * @param {{ wanted: object, names: string[], baseline: string, smoke?: boolean }} run `wanted` is planRun's argument;
 *   each of the names is one run, of which all but the first repeat it
 * @returns {Promise<string[]>} what went wrong, one line each
 */
export async function runBenchmark({ wanted, names, baseline, smoke: isSmoke }) {
  const steps = await leaveOutSkipped(planRun(wanted));
  const missing = findMissing(steps.map(({ measure }) => measure));
  if (missing.length > 0) return [describeMissing(missing)];
  await prepareSites(listSites(steps));
  const systems = [...new Set(steps.flatMap((step) => step.systems))];
  if (isSmoke) return smoke(systems.filter((name) => !name.endsWith("-rows")));
  const failures = [];
  for (const name of names) failures.push(...(await runOnce(name, steps, systems)));
  deleteRemoved();
  return [...failures, ...writeReports(names, baseline)];
}

/**
 * Writes `table.md` of each run and `targets.md` over all of them beside each, with `docs` also docs/benchmarks.md.
 *
 * @returns {string[]} what went wrong: nothing
 */
export function writeReports(names, baseline, { docs = false } = {}) {
  const runs = names.map((name) => ({ name, results: readResults(name) }));
  const targets = formatTargets(runs);
  for (const { name, results } of runs) {
    log("wrote", writeText(name, "table.md", formatReport(results, baseline)));
    log("wrote", writeText(name, "targets.md", targets));
  }
  if (docs) writeDocs(formatDocs(runs, targets));
  console.log(targets);
  return [];
}

/** The targets, where they were measured, and where every sample is. */
function formatDocs(runs, targets) {
  const folders = runs.map(({ name }) => `\`bench/results/${name}/\``);
  const samples = `Every sample is in ${folders.join(" and ")}.`;
  return [targets, ...describeRun(runs[0].results.machine), "", samples].join("\n");
}

async function runOnce(name, steps, systems) {
  writeJson(name, "machine", await describeMachine(systems));
  const failures = [];
  for (const { measure, systems, options } of steps) {
    log(`== ${name}: ${measure.name} ${systems.join(", ")}`);
    try {
      writeResult(name, measure.name, options, await measure.run(systems, options));
    } catch (error) {
      failures.push(`${measure.name} failed: ${error.message}`);
    }
  }
  return failures;
}

/** Leaves out measures that say nothing new about a system. */
async function leaveOutSkipped(steps) {
  const chosen = steps.map(async (step) => {
    const loaded = await Promise.all(step.systems.map((name) => loadSystem(name)));
    const systems = loaded.filter(({ skips }) => !skips?.includes(step.measure.name));
    return { ...step, systems: systems.map((system) => system.name) };
  });
  return Promise.all(chosen);
}

function describeMissing(names) {
  return (
    `not on this machine: ${names.join(", ")} (Debian: sudo apt install ${names.join(" ")}); ` +
    "or choose other measures with --measures"
  );
}
