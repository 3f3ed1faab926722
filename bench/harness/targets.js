import { round } from "./statistics.js";

/**
 * What djk promises about speed. `read` gives the value to compare from the results of a run, by the names of the
 * measures; `parts` the numbers that it comes from.
 */
const targets = [
  ratio("cold `djk dev` to the first 200, against React Router", 0.7, "scale", "n0_dev_first_ms"),
  ratio("the same with 1,000 further pages", 0.3, "scale", "n1000_dev_first_ms"),
  ratio("`.tsx` edit to the DOM, a page", 0.8, "hmr", "page_ms"),
  ratio("`.tsx` edit to the DOM, a component", 0.8, "hmr", "component_ms"),
  ratio("`.py` edit to the fresh answer, against `runserver`", 0.3, "pythonEdit", "fresh_ms", "django"),
  ratio("cold build, against React Router", 1.0, "scale", "n0_build_ms"),
  ratio("the same with 1,000 further pages", 0.4, "scale", "n1000_build_ms"),
  ratio("JavaScript of the first load of `/`, gzip", 1.0, "scale", "n0_home_js_gzip_bytes"),
  ratio("JavaScript of the first load of a post, gzip", 1.0, "scale", "n0_detail_js_gzip_bytes"),
  growth("JavaScript of the first load of a post, 1,000 pages against 10", 3000, "detail_js_gzip_bytes"),
  limit("scan, table and generate, 1,000 routes, first pass", 150, "ms", "n1000_first_total_ms"),
  multiple("the same for 10,000 routes, against 1,000", 12, "n10000_first_total_ms", "n1000_first_total_ms"),
  limit("files written when nothing has changed, 10,000 routes", 0, "files", "n10000_again_written_files"),
  limit("`match` over 1,000 patterns, hits", 10, "µs", "n1000_match_hit_us"),
  limit("`match` over 1,000 patterns, misses", 10, "µs", "n1000_match_miss_us"),
  limit("`match` over 10,000 patterns, hits", 20, "µs", "n10000_match_hit_us"),
  limit("`match` over 10,000 patterns, misses", 20, "µs", "n10000_match_miss_us"),
  encoded(
    "100 rows of 10 fields as JSON, dicts, against `DjangoJSONEncoder`",
    1.4,
    "djk_dicts",
    "django_dicts",
  ),
  encoded("the same, model instances, against django-ninja", 0.5, "djk_models", "ninja_models"),
  limit("types of 1,000 routes, written", 500, "ms", "n1000_types_write_ms"),
  limit("types of 1,000 routes, found unchanged", 100, "ms", "n1000_types_unchanged_ms"),
  limit("`tsc` 7 on 1,000 pages", 1500, "ms", "n1000_types_check_ms"),
  limit("types and problems of 1,000 handlers, whole process", 1500, "ms", "whole_ms", "inspection"),
  limit("the same of one changed file, warm process", 20, "ms", "changed_ms", "inspection"),
  ratio("`djk --help`, against `node -e 0`", 2, "micro", "start_ms", "node"),
  faster("list of 20 rows through gunicorn, against plain Django", 0.85, "document20_rps"),
  faster("list of 200 rows through gunicorn, against plain Django", 0.85, "document200_rps"),
  quicker("list of 20 rows inside the process, rate against plain Django", 0.85, "document20_us"),
  quicker("list of 200 rows inside the process, rate against plain Django", 0.85, "document200_us"),
];

/**
 * Compares a run with the targets.
 *
 * @param {Record<string, { data: object }>} results by the name of the measure
 * @returns {{ name: string, wanted: string, measured: string | null, met: boolean | null }[]} null where the run has
 *   not measured it
 */
export function evaluateTargets(results) {
  return targets.map(({ name, wanted, read, isMet, format }) => {
    const values = read(results);
    if (values.some((value) => typeof value !== "number")) return { name, wanted, measured: null, met: null };
    return { name, wanted, measured: format(values), met: isMet(values) };
  });
}

/** A table of the targets with one column for each run; a target is met when it is in every run. */
export function formatTargets(runs) {
  const columns = runs.map(({ results }) => evaluateTargets(results));
  const lines = targets.map(({ name, wanted }, index) => {
    const cells = columns.map((column) => column[index]);
    return `| ${[name, wanted, ...cells.map(({ measured }) => measured ?? "–"), judge(cells)].join(" | ")} |`;
  });
  const names = runs.map(({ name }) => name);
  return [
    `| target | wanted | ${names.join(" | ")} | |`,
    `|---|---:|${names.map(() => "---:|").join("")}---|`,
    ...lines,
    "",
  ].join("\n");
}

function judge(cells) {
  const known = cells.filter(({ met }) => met !== null);
  if (known.length === 0) return "not measured";
  if (known.every(({ met }) => met)) return "met";
  return known.some(({ met }) => met) ? "**not always met**" : "**not met**";
}

/** djk's median is at most so many times the other system's. */
function ratio(name, most, measure, key, other = "react-router") {
  return {
    name,
    wanted: `≤ ${most} ×`,
    read: (results) => [readMedian(results, measure, "djk", key), readMedian(results, measure, other, key)],
    isMet: ([own, others]) => own <= most * others,
    format: ([own, others]) => `${round(own / others, 2)} × (${formatNumber(own)} : ${formatNumber(others)})`,
  };
}

/** The rate of djk's page is at least so many times that of plain Django's. */
function faster(name, least, key) {
  return {
    name,
    wanted: `≥ ${least} ×`,
    read: (results) => readRows(results, key),
    isMet: ([own, others]) => own >= least * others,
    format: ([own, others]) => `${round(own / others, 2)} × (${formatNumber(own)} : ${formatNumber(others)})`,
  };
}

/** The same where times were measured. */
function quicker(name, least, key) {
  return {
    name,
    wanted: `≥ ${least} ×`,
    read: (results) => readRows(results, key),
    isMet: ([own, others]) => others >= least * own,
    format: ([own, others]) =>
      `${round(others / own, 2)} × (${formatNumber(own)} : ${formatNumber(others)} µs)`,
  };
}

function readRows(results, key) {
  return ["djk-rows", "django-rows"].map((system) => readMedian(results, "rows", system, key));
}

/** A value of the microbenchmarks is at most so much. */
function limit(name, most, unit, key, measure = "micro") {
  return {
    name,
    wanted: `≤ ${most} ${unit}`,
    read: (results) => [readMedian(results, measure, "djk", key)],
    isMet: ([value]) => value <= most,
    format: ([value]) => `${formatNumber(value)} ${unit}`,
  };
}

/** One value of the microbenchmarks is at most so many times another one. */
function multiple(name, most, key, base) {
  return {
    name,
    wanted: `≤ ${most} ×`,
    read: (results) => [key, base].map((each) => readMedian(results, "micro", "djk", each)),
    isMet: ([value, basis]) => value <= most * basis,
    format: ([value, basis]) =>
      `${round(value / basis, 1)} × (${formatNumber(value)} : ${formatNumber(basis)})`,
  };
}

/** One way of encoding takes at most so many times as long as another one. */
function encoded(name, most, key, other) {
  return {
    name,
    wanted: `≤ ${most} ×`,
    read: (results) => [key, other].map((each) => readMedian(results, "encoding", "djk", `${each}_us`)),
    isMet: ([own, others]) => own <= most * others,
    format: ([own, others]) =>
      `${round(own / others, 2)} × (${formatNumber(own)} : ${formatNumber(others)} µs)`,
  };
}

/** What a thousand pages add to what ten pages load is at most so many bytes. */
function growth(name, most, key) {
  return {
    name,
    wanted: `≤ ${most} B`,
    read: (results) => ["n1000", "n10"].map((size) => readMedian(results, "scale", "djk", `${size}_${key}`)),
    isMet: ([large, small]) => large - small <= most,
    format: ([large, small]) => `${large - small} B`,
  };
}

function readMedian(results, measure, system, key) {
  return results[measure]?.data[system]?.[key]?.median;
}

function formatNumber(value) {
  return value >= 100 ? String(Math.round(value)) : String(round(value, value < 10 ? 2 : 1));
}
