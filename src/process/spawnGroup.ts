import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { endGroup, signalGroup } from "./endGroup.js";

export interface SpawnOptions {
  command: string;
  args: readonly string[];
  /** Absolute path. */
  cwd: string;
  /** The complete environment; that of this process when left out. */
  env?: NodeJS.ProcessEnv;
  /** Receives each line without its line end. Without it the output is discarded. */
  onLine?: (line: string, stream: "stdout" | "stderr") => void;
  /** Time between SIGTERM and SIGKILL, in milliseconds. */
  graceMs?: number;
}

export interface Exit {
  /** Exit status of the command, null when a signal ended it. */
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A running command and everything that it starts, as one process group. */
export interface Group {
  /** Process id of the command, which is the id of the group too. */
  pid: number;
  /** Resolves when no process of the group is left and all its lines were delivered. Never rejects. */
  exited: Promise<Exit>;
  /** Sends a signal to every process of the group; nothing happens when it has ended. */
  signal(name: NodeJS.Signals): void;
  /** Ends every process of the group. Safe to call twice. */
  end(): Promise<void>;
}

/**
 * Starts a command in a process group of its own, with no input.
 *
 * The group ends with this process, even when that is killed with SIGKILL.
 *
 * @throws Error when the command cannot be run.
 */
export function spawnGroup(options: SpawnOptions): Group {
  const graceMs = options.graceMs ?? 5000;
  const output = options.onLine ? "pipe" : "ignore";
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    detached: true,
    stdio: ["ignore", output, output],
  });
  child.once("error", () => {});
  const pid = child.pid;
  if (pid === undefined) throw new Error(`Cannot run ${options.command} in ${options.cwd}`);

  const stopWatchdog = startWatchdog(pid, graceMs);
  const lines = [
    forwardLines(child.stdout, "stdout", options),
    forwardLines(child.stderr, "stderr", options),
  ];
  const exited = new Promise<Exit>((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
  }).then(async (exit) => {
    await endGroup(pid, graceMs);
    stopWatchdog();
    await Promise.race([Promise.all(lines), delay(1000)]);
    return exit;
  });

  let over = false;
  exited.then(() => {
    over = true;
  });
  return {
    pid,
    exited,
    signal: (name) => {
      if (!over) signalGroup(pid, name);
    },
    end: async () => {
      if (!over) await endGroup(pid, graceMs);
      await exited;
    },
  };
}

function forwardLines(
  stream: Readable | null,
  name: "stdout" | "stderr",
  options: SpawnOptions,
): Promise<void> {
  const { onLine } = options;
  if (!stream || !onLine) return Promise.resolve();
  const reader = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  reader.on("line", (line) => onLine(line, name));
  return new Promise((resolve) => reader.once("close", resolve));
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

const watchdogScript = `read -r _
kill -s TERM -- "-$1" 2>/dev/null || exit 0
i=0
while [ "$i" -lt "$2" ]; do
  kill -s 0 -- "-$1" 2>/dev/null || exit 0
  sleep 1
  i=$((i + 1))
done
kill -s KILL -- "-$1" 2>/dev/null`;

/**
 * Starts a shell that waits on a pipe of this process and ends the group when the pipe closes, which is when this
 * process dies, whatever killed it. (Node cannot set a parent-death signal, and macOS has none.)
 */
function startWatchdog(pgid: number, graceMs: number): () => void {
  const graceSeconds = String(Math.ceil(graceMs / 1000));
  const shell = spawn("/bin/sh", ["-c", watchdogScript, "djk-watchdog", String(pgid), graceSeconds], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  shell.once("error", () => {});
  shell.stdin.on("error", () => {});
  shell.unref();
  return () => {
    shell.kill("SIGKILL");
  };
}
