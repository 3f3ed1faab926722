import { build } from "../measures/build.js";
import { dev } from "../measures/dev.js";
import { encoding } from "../measures/encoding.js";
import { firstLoad } from "../measures/firstLoad.js";
import { hmr } from "../measures/hmr.js";
import { inspection } from "../measures/inspection.js";
import { memory } from "../measures/memory.js";
import { micro } from "../measures/micro.js";
import { navigation } from "../measures/navigation.js";
import { pythonEdit } from "../measures/pythonEdit.js";
import { rows } from "../measures/rows.js";
import { scale } from "../measures/scale.js";
import { throughput } from "../measures/throughput.js";

/**
 * A measure: `run(systems, options)` gives `{ system: { key: summary } }`.
 *
 * @typedef {object} Measure
 * @property {string} name
 * @property {string[]} needs programs that have to be on the machine
 * @property {object} defaults options, each of which a flag may change
 * @property {(systems: string[], options: object) => { name: string, pages: number }[]} sites what has to be set up
 * @property {(systems: string[], options: object) => Promise<object>} run
 * @property {string[]} [only] the systems that it is about, whatever was asked for
 *
 * @typedef {{ measure: Measure, systems: string[], options: object }} Step
 */

/** In the order in which they run. */
export const measures = [
  micro,
  encoding,
  inspection,
  dev,
  hmr,
  pythonEdit,
  build,
  throughput,
  rows,
  firstLoad,
  navigation,
  memory,
  scale,
];

export const standardSystems = ["djk", "react-router", "next", "sveltekit", "django", "django-spa"];

const rivals = ["djk", "react-router"];

/** The pairs that the targets are about, in about ten minutes. */
const targetSteps = [
  { measure: micro, systems: [], options: { reps: 3 } },
  { measure: encoding, systems: [], options: {} },
  { measure: inspection, systems: [], options: {} },
  { measure: scale, systems: rivals, options: { pages: [0, 10, 1000], reps: { 0: 5, 10: 1, 1000: 3 } } },
  { measure: hmr, systems: rivals, options: {} },
  { measure: pythonEdit, systems: pythonEdit.only, options: {} },
  { measure: rows, systems: rows.only, options: { urls: ["document20", "document200"] } },
];

/**
 * What a run does.
 *
 * @param {{ targets?: boolean, measures?: string[], systems?: string[], options?: object }} wanted names, and values
 *   that take the place of the defaults of every measure that has them
 * @returns {Step[]}
 * @throws Error for the name of a measure that there is not
 */
export function planRun({ targets = false, measures: names, systems = standardSystems, options = {} }) {
  const steps = targets ? targetSteps : measures.map((measure) => ({ measure, systems, options: {} }));
  const unknown = names?.find((name) => !measures.some((measure) => measure.name === name));
  if (unknown)
    throw new Error(`there is no measure ${unknown}: ${measures.map(({ name }) => name).join(", ")}`);
  return steps
    .filter(({ measure }) => names === undefined || names.includes(measure.name))
    .map((step) => fillStep(step, options));
}

function fillStep({ measure, systems, options }, wanted) {
  const known = Object.entries(wanted).filter(([name]) => name in measure.defaults);
  return {
    measure,
    systems: measure.only ?? systems,
    options: { ...measure.defaults, ...options, ...Object.fromEntries(known) },
  };
}

/** Every site that the steps need, each once. */
export function listSites(steps) {
  const sites = steps.flatMap(({ measure, systems, options }) => measure.sites(systems, options));
  return [...new Map(sites.map((site) => [`${site.name} ${site.pages}`, site])).values()];
}
