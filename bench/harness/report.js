import { quantile } from "./statistics.js";
import { sections } from "./tables.js";

/**
 * The tables of a run in Markdown: medians, in brackets the ratio to a baseline.
 *
 * @param {Record<string, object>} results by the name of the file: the measures, and `machine`
 */
export function formatReport(results, baseline) {
  const present = sections.filter(({ measure }) => results[measure]);
  return [
    formatMachine(results.machine, baseline),
    ...present.map((section) => formatSection(section, results[section.measure].data, baseline)),
    formatSpread(results),
  ].join("\n");
}

function formatMachine(machine, baseline) {
  return [`Medians; in brackets the ratio to ${baseline}.`, "", ...describeRun(machine), ""].join("\n");
}

/** Lines on the machine and the versions that were measured. */
export function describeRun({ when, cpu, cores, memory_gb, systems }) {
  const lines = Object.entries(systems).map(([name, { label, node, versions }]) => {
    const list = Object.entries(versions).map(([what, version]) => `${what} ${version}`);
    return `- **${name}**: ${label}; Node ${node}; ${list.join(", ")}`;
  });
  return [`${cpu}, ${cores} cores, ${memory_gb} GB; ${when.slice(0, 10)}.`, "", ...lines];
}

function formatSection({ title, rows }, data, baseline) {
  const systems = Object.keys(data);
  const lines = rows
    .filter(([, key]) => systems.some((system) => data[system][key] !== undefined))
    .map(
      ([label, key]) =>
        `| ${[label, ...systems.map((system) => formatCell(data, system, key, baseline))].join(" | ")} |`,
    );
  const head = [`| | ${systems.join(" | ")} |`, `|---|${systems.map(() => "---:|").join("")}`];
  return [`### ${title}`, "", ...head, ...lines, ""].join("\n");
}

function formatCell(data, system, key, baseline) {
  const value = readValue(data[system][key]);
  const base = readValue(data[baseline]?.[key]);
  if (value === undefined) return "–";
  if (typeof value === "string") return value;
  const ratio = base && system !== baseline ? ` (${(value / base).toFixed(2)} ×)` : "";
  return `${formatNumber(value)}${ratio}`;
}

function readValue(entry) {
  return typeof entry === "object" ? entry.median : entry;
}

function formatNumber(value) {
  if (value >= 100 || Number.isInteger(value)) return String(Math.round(value));
  return value.toFixed(value < 10 ? 2 : 1);
}

/** How far samples of one thing lay apart within the run: no ratio above is better than that. */
function formatSpread(results) {
  const rows = Object.values(results)
    .filter(({ data }) => data)
    .map(({ measure, when, load, data }) => ({ measure, when, load, spreads: listSpreads(data) }))
    .filter(({ spreads }) => spreads.length > 0);
  const lines = rows.map(({ measure, when, load, spreads }) => {
    const parts = [0.5, 0.9, 1].map((part) => quantile(spreads, part).toFixed(2));
    return `| ${[measure, when.slice(11, 16), load.join(" "), ...parts].join(" | ")} |`;
  });
  return [
    "### Spread within the run (largest sample / smallest)",
    "",
    "| measure | ended at | load average then | median | p90 | worst |",
    "|---|---|---|---:|---:|---:|",
    ...lines,
    "",
  ].join("\n");
}

function listSpreads(data) {
  return Object.values(data)
    .flatMap((series) => Object.entries(series))
    .filter(([key, { n, min }]) => /_(ms|us|rps|mb)$/.test(key) && !key.includes("p99") && n > 1 && min > 0)
    .map(([, { min, max }]) => max / min);
}
