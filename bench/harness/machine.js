import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { delimiter, join } from "node:path";
import { loadSystems } from "./systems.js";

const chromiumNames = ["chromium", "chromium-browser", "google-chrome"];
const packages = [
  "djk",
  "next",
  "react-router",
  "@sveltejs/kit",
  "svelte",
  "react",
  "vite",
  "rolldown",
  "typescript",
];

/** The browser of the measures: `CHROMIUM`, or the one on PATH; null without one. */
export function findChromium() {
  return process.env.CHROMIUM ?? chromiumNames.map(findProgram).find(Boolean) ?? null;
}

/**
 * Programs that are not on this machine and without which measures cannot run.
 *
 * @param {readonly { needs: string[] }[]} measures
 */
export function findMissing(measures) {
  const needed = new Set(measures.flatMap((measure) => measure.needs));
  const isMissing = { wrk: () => findProgram("wrk") === null, chromium: () => findChromium() === null };
  return [...needed].filter((name) => isMissing[name]());
}

/** The machine and the versions of what was measured: `{ when, cpu, cores, …, systems: { name: … } }`. */
export async function describeMachine(names) {
  const systems = await loadSystems(names);
  return {
    when: new Date().toISOString(),
    cpu: cpus()[0].model,
    cores: cpus().length,
    memory_gb: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    systems: Object.fromEntries(systems.map((system) => [system.name, describeSystem(system)])),
  };
}

function describeSystem({ label, node, folder }) {
  const versions = { ...readNpmVersions(folder), ...readPythonVersions(folder) };
  return { label, node: readOutput(node, ["--version"]), versions };
}

function readNpmVersions(folder) {
  const files = packages.map((name) => [name, join(folder, "node_modules", name, "package.json")]);
  const found = files.filter(([, file]) => existsSync(file));
  return Object.fromEntries(
    found.map(([name, file]) => [name, JSON.parse(readFileSync(file, "utf8")).version]),
  );
}

const pythonProbe = `
import json, platform
from importlib.metadata import version
print(json.dumps({"python": platform.python_version(), "django": version("django"), "gunicorn": version("gunicorn")}))
`;

function readPythonVersions(folder) {
  const python = join(folder, ".venv/bin/python");
  return existsSync(python) ? JSON.parse(readOutput(python, ["-c", pythonProbe])) : {};
}

function readOutput(file, args) {
  return spawnSync(file, args, { encoding: "utf8" }).stdout.trim();
}

function findProgram(name) {
  const candidates = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, name));
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
