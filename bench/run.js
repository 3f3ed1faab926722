// npm run bench: sets up what the measures need, runs them, and writes results/<name>/ with every sample and the tables.
import { parseArgs } from "node:util";
import { installPackages } from "../scripts/setup.js";

const usage = `npm run bench -- [options]

  --targets              only the pairs that the targets are about, in about ten minutes
  --systems a,b          adapters; without it djk, react-router, next, sveltekit, django, django-spa
  --measures a,b         without it all of them
  --reps <n>             rounds of every measure
  --pages 10,1000        numbers of further pages (scale)
  --seconds <n>          of each load (throughput, rows, memory)
  --connections 1,16     of each load (throughput)
  --runs <n>             the whole so many times, as <name>-1, <name>-2
  --name <name>          folder below bench/results; the date without it
  --baseline <system>    what the ratios of the tables are to; react-router without it
  --smoke                set up, build, and check that every system serves the same pages; measure nothing
  --report a,b           measure nothing; write the tables of these results again
  --docs                 with --report: also those of docs/benchmarks.md`;

const flags = {
  targets: { type: "boolean" },
  smoke: { type: "boolean" },
  help: { type: "boolean" },
  systems: { type: "string" },
  measures: { type: "string" },
  reps: { type: "string" },
  pages: { type: "string" },
  seconds: { type: "string" },
  connections: { type: "string" },
  runs: { type: "string", default: "1" },
  name: { type: "string", default: new Date().toISOString().slice(0, 10) },
  baseline: { type: "string", default: "react-router" },
  report: { type: "string" },
  docs: { type: "boolean" },
};

const { values } = parseArgs({ options: flags });
if (values.help) console.log(usage);
else {
  if (!values.report) installPackages();
  // The adapters read the built package, so nothing of them is loaded before.
  const { runBenchmark, writeReports } = await import("./harness/benchmark.js");
  const failures = values.report
    ? writeReports(values.report.split(","), values.baseline, { docs: values.docs })
    : await runBenchmark(describeRun(values));
  for (const failure of failures) console.error(`bench: ${failure}`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

function describeRun({ systems, measures, name, baseline, targets, smoke, runs, ...rest }) {
  const options = {
    reps: rest.reps && Number(rest.reps),
    seconds: rest.seconds && Number(rest.seconds),
    pages: rest.pages?.split(",").map(Number),
    connections: rest.connections?.split(",").map(Number),
  };
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return {
    wanted: {
      targets,
      systems: systems?.split(","),
      measures: measures?.split(","),
      options: Object.fromEntries(given),
    },
    names: Number(runs) === 1 ? [name] : Array.from({ length: runs }, (_, index) => `${name}-${index + 1}`),
    baseline,
    smoke,
  };
}
