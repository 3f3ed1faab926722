import { type ChildProcess, spawn } from "node:child_process";
import { endGroup } from "./endGroup.js";
import { startWatchdog } from "./watchdog.js";

export interface RunOptions {
  /** Working directory; the current one without it. */
  cwd?: string;
  /** The whole environment of the child; this process's own without it. */
  env?: NodeJS.ProcessEnv;
  /** Text for standard input, which is closed without it. */
  input?: string;
  /** Milliseconds after which the child and its children are killed. */
  timeout?: number;
  /** Called with each piece of output as it arrives. */
  onOutput?: (text: string) => void;
}

export interface RunResult {
  /** Exit code; 1 for a child that a signal ended. */
  code: number;
  stdout: string;
  stderr: string;
  timedOut: boolean;
}

/** SIGINT, SIGTERM or SIGHUP arrived while a child ran; the child and its children have been killed. */
export class Interrupted extends Error {
  readonly signal: NodeJS.Signals;

  constructor(signal: NodeJS.Signals) {
    super(`interrupted by ${signal}`);
    this.name = "Interrupted";
    this.signal = signal;
  }
}

const signals: NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Time between SIGTERM and SIGKILL for a child that is to end early. */
const graceMs = 2000;

/**
 * Runs a command to its end and captures what it prints.
 *
 * The child and its children end with this process, even when that is killed with SIGKILL.
 *
 * @throws Interrupted on SIGINT, SIGTERM or SIGHUP; the error of `spawn` (`ENOENT`) when the command cannot be started.
 */
export async function runCaptured(
  command: string,
  args: string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const stdin = options.input === undefined ? "ignore" : "pipe";
  // A group of its own: npm and pip start children that must end with them.
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env,
    stdio: [stdin, "pipe", "pipe"],
    detached: true,
  });
  const ended = endOf(child);
  const stdout = collect(child.stdout!, options.onOutput);
  const stderr = collect(child.stderr!, options.onOutput);
  child.stdin?.on("error", () => {}); // the child may end without reading
  child.stdin?.end(options.input);
  const watch = killOnSignalOrTimeout(child, options.timeout);
  const stopWatchdog = child.pid === undefined ? () => {} : startWatchdog(child.pid, graceMs);
  try {
    const code = await ended;
    if (watch.signal) throw new Interrupted(watch.signal);
    return { code: code ?? 1, stdout: stdout.join(""), stderr: stderr.join(""), timedOut: watch.timedOut };
  } finally {
    watch.stop();
    stopWatchdog();
  }
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
}

function collect(stream: NodeJS.ReadableStream, onOutput?: (text: string) => void): string[] {
  const pieces: string[] = [];
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    pieces.push(text);
    onOutput?.(text);
  });
  return pieces;
}

interface Watch {
  signal: NodeJS.Signals | null;
  timedOut: boolean;
  stop: () => void;
}

function killOnSignalOrTimeout(child: ChildProcess, timeout?: number): Watch {
  const onSignal = (signal: NodeJS.Signals) => {
    watch.signal = signal;
    killGroup(child);
  };
  const onTimeout = () => {
    watch.timedOut = true;
    killGroup(child);
  };
  const timer = timeout === undefined ? undefined : setTimeout(onTimeout, timeout);
  for (const signal of signals) process.on(signal, onSignal);
  const stop = () => {
    clearTimeout(timer);
    for (const signal of signals) process.off(signal, onSignal);
  };
  const watch: Watch = { signal: null, timedOut: false, stop };
  return watch;
}

function killGroup(child: ChildProcess): void {
  if (child.pid !== undefined) void endGroup(child.pid, graceMs);
}
