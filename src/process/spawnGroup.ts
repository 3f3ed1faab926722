import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { endGroup, signalGroup } from "./endGroup.js";
import { startWatchdog } from "./watchdog.js";

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
  /** Whether the command reads its standard input; else that is empty. */
  hasInput?: boolean;
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
  /** Whether the command has not ended, as far as is known yet; others of the group may outlive it. */
  isRunning(): boolean;
  /** Writes to the command's standard input, which is open as long as this process lives; needs `hasInput`. */
  write(text: string): void;
  /** Sends a signal to every process of the group; nothing happens when it has ended. */
  signal(name: NodeJS.Signals): void;
  /** Ends every process of the group, after `graceMs` with SIGKILL. Safe to call twice. */
  end(graceMs?: number): Promise<void>;
}

/** A command that is not there, that this user may not run, or whose working directory is gone. */
export class CannotRun extends Error {
  constructor(command: string, cwd: string) {
    super(`Cannot run ${command} in ${cwd}`);
    this.name = "CannotRun";
  }
}

/**
 * Starts a command in a process group of its own.
 *
 * The group ends with this process, even when that is killed with SIGKILL.
 *
 * @throws CannotRun
 */
export function spawnGroup(options: SpawnOptions): Group {
  const graceMs = options.graceMs ?? 5000;
  const { child, pid } = spawnDetached(options);
  const exited = waitForExit(child, pid, options, graceMs).finally(startWatchdog(pid, graceMs));
  let over = false;
  void exited.then(() => {
    over = true;
  });
  return {
    pid,
    exited,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    write: (text) => child.stdin?.write(text),
    signal: (name) => {
      if (!over) signalGroup(pid, name);
    },
    end: async (grace = graceMs) => {
      if (!over) await endGroup(pid, grace);
      await exited;
    },
  };
}

function spawnDetached({ command, args, cwd, env, onLine, hasInput }: SpawnOptions) {
  const output = onLine ? "pipe" : "ignore";
  const child = spawn(command, args, {
    cwd,
    env: env ?? process.env,
    detached: true,
    stdio: [hasInput ? "pipe" : "ignore", output, output],
  });
  child.once("error", () => {});
  child.stdin?.on("error", () => {}); // it has ended: `exited` tells
  if (child.pid === undefined) throw new CannotRun(command, cwd);
  return { child, pid: child.pid };
}

/** Waits for the command, ends what it has left behind, and gives its last lines a second to arrive. */
async function waitForExit(
  child: ChildProcess,
  pid: number,
  { onLine }: SpawnOptions,
  graceMs: number,
): Promise<Exit> {
  const lines = [forwardLines(child.stdout, "stdout", onLine), forwardLines(child.stderr, "stderr", onLine)];
  const exit = await new Promise<Exit>((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  await endGroup(pid, graceMs);
  await Promise.race([Promise.all(lines), delay(1000)]);
  return exit;
}

function forwardLines(
  stream: Readable | null,
  name: "stdout" | "stderr",
  onLine: SpawnOptions["onLine"],
): Promise<void> {
  if (!stream || !onLine) return Promise.resolve();
  const reader = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  reader.on("line", (line) => onLine(line, name));
  return new Promise((resolve) => reader.once("close", resolve));
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
