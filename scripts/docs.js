// Writes docs/reference/commands.md from the command table; with --check fails when it is not up to date.
import { readFileSync, writeFileSync } from "node:fs";
import { commands } from "../lib/cli/commands.js";
import { root } from "./setup.js";

const page = `${root}docs/reference/commands.md`;
const text = [
  "# Commands\n",
  "Generated from the command table by `npm run docs`; do not edit.\n",
  "Exit codes: 0; 1 a problem of the project; 2 a mistake in the command; 70 a bug in djk; 130 an interrupt. `manage` passes\nDjango's through. With `--json` standard output is one document, diagnostics included.\n",
  ...commands.map(formatCommand),
].join("\n");

if (!process.argv.includes("--check")) writeFileSync(page, text);
else if (readFileSync(page, "utf8") !== text) {
  console.error("docs/reference/commands.md is not up to date: npm run docs");
  process.exit(1);
}

function formatCommand({ usage, summary, options }) {
  const rows = options.map(([flags, description]) => `| \`${flags}\` | ${description} |`);
  const table = rows.length === 0 ? [] : ["", "| option | |", "|---|---|", ...rows];
  return [`## djk ${usage}`, "", `${summary[0].toUpperCase()}${summary.slice(1)}.`, ...table, ""].join("\n");
}
