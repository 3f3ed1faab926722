import { readdirSync, readFileSync } from "node:fs";
import { round } from "./statistics.js";

const ticksPerSecond = 100;

/** Megabytes that a server's processes hold together: `pss` counts what they share once. */
export function readMemory(server) {
  const pids = listTree(server.pids);
  const rollups = pids.map((pid) => readProc(pid, "smaps_rollup"));
  const sum = (name) => rollups.reduce((total, text) => total + readField(text, name), 0);
  return { rss: round(sum("Rss") / 1024), pss: round(sum("Pss") / 1024), processes: pids.length };
}

/** Seconds of CPU that a server's processes have used so far. */
export function readCpuSeconds(server) {
  const ticks = listTree(server.pids).map((pid) => {
    const fields = readStat(pid);
    return fields === null ? 0 : Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((total, value) => total + value, 0) / ticksPerSecond;
}

/** Processes and all that descend from them. */
function listTree(roots) {
  const children = listChildren();
  const found = [];
  const open = [...roots];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    found.push(pid);
    open.push(...(children.get(pid) ?? []));
  }
  return found;
}

function listChildren() {
  const children = new Map();
  for (const pid of readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)) {
    const parent = Number(readStat(pid)?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  return children;
}

/** The fields of `/proc/<pid>/stat` from the state on; null when the process has ended. */
function readStat(pid) {
  const text = readProc(pid, "stat");
  return text === "" ? null : text.slice(text.lastIndexOf(")") + 2).split(" ");
}

function readField(text, name) {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text)?.[1] ?? 0);
}

function readProc(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
