import { setTimeout as sleep } from "node:timers/promises";
import { ProjectError } from "../diagnostics/diagnostic.js";
import { CannotRun, type Exit, type Group, spawnGroup } from "../process/spawnGroup.js";

export interface SuperviseOptions {
  command: string;
  args: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Answers 200 when the command serves. */
  healthUrl: string;
  /** Seconds to wait before each new start in a row; after the last one the command is given up. */
  backOff?: readonly number[];
  /** Gives up the first start, at once. */
  signal: AbortSignal;
  print: (line: string) => void;
}

export interface Supervised {
  /** Rejects with ProjectError (`start-failed`) when the command is given up, resolves when it was ended. */
  ended: Promise<void>;
  end: () => Promise<void>;
}

const startLimitMs = 30_000;

/** Time for requests that are under way to be answered before the server is killed. */
const graceMs = 10_000;

/** A server that has not answered yet has no requests to finish. */
const startGraceMs = 300;
const pollMs = 100;

/** A command that lived this long before it died counts as well, and the back-off begins anew. */
const steadyMs = 60_000;

const defaultBackOff = [0, 1, 2, 4, 8];

const keptLines = 20;

/** One life of the command, and what it said last. */
interface Life {
  group: Group;
  lastLines: string[];
}

/**
 * Starts a server and starts it again whenever it dies; resolves when it answers for the first time.
 *
 * @throws ProjectError `start-failed` when it does not answer within 30 seconds or ends before; the reason of `signal`
 *   when that aborts
 */
export async function supervise(options: SuperviseOptions): Promise<Supervised> {
  const first = startLife(options);
  try {
    await waitForHealth(first, options.healthUrl, options.signal);
  } catch (error) {
    await first.group.end(startGraceMs);
    throw error;
  }
  const stop = new AbortController();
  const ended = keepRunning(first, options, stop.signal);
  ended.catch(() => {});
  return {
    ended,
    end: async () => {
      stop.abort();
      await ended.catch(() => {});
    },
  };
}

async function keepRunning(first: Life, options: SuperviseOptions, stop: AbortSignal): Promise<void> {
  const backOff = options.backOff ?? defaultBackOff;
  let deaths = 0;
  for (let life = first; ; life = startLife(options)) {
    const started = performance.now();
    const exit = await waitForDeath(life, stop);
    if (exit === null) return;
    deaths = performance.now() - started > steadyMs ? 1 : deaths + 1;
    const seconds = backOff[deaths - 1];
    if (seconds === undefined) throw describeFailure(life, `${formatExit(exit)}, ${deaths} times in a row`);
    options.print(formatRestart(exit, seconds));
    await pause(seconds * 1000, stop);
    if (stop.aborted) return;
  }
}

/** How a life ended by itself; null when it was ended because `stop` aborted. */
async function waitForDeath({ group }: Life, stop: AbortSignal): Promise<Exit | null> {
  const end = () => void group.end();
  if (stop.aborted) end();
  stop.addEventListener("abort", end, { once: true });
  const exit = await group.exited;
  stop.removeEventListener("abort", end);
  return stop.aborted ? null : exit;
}

function startLife({ command, args, cwd, env, print }: SuperviseOptions): Life {
  const lastLines: string[] = [];
  const onLine = (line: string) => {
    lastLines.push(line);
    if (lastLines.length > keptLines) lastLines.shift();
    print(line);
  };
  try {
    return { group: spawnGroup({ command, args, cwd, env, graceMs, onLine }), lastLines };
  } catch (error) {
    if (error instanceof CannotRun) throw describeUnstarted(command, cwd);
    throw error;
  }
}

async function waitForHealth(life: Life, url: string, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + startLimitMs;
  const exited = life.group.exited.then((exit) => ({ exit }));
  while (performance.now() < deadline) {
    signal.throwIfAborted();
    if (await isHealthy(url, signal)) return;
    const over = await Promise.race([exited, pause(pollMs, signal)]);
    if (over) throw describeFailure(life, `${formatExit(over.exit)} before it answered`);
  }
  throw describeFailure(life, `did not answer at ${url} within ${startLimitMs / 1000} seconds`);
}

async function isHealthy(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, {
      // A connection kept alive would hold up the server's graceful end.
      headers: { Connection: "close" },
      signal: AbortSignal.any([signal, AbortSignal.timeout(2000)]),
      redirect: "manual",
    });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}

function describeFailure(life: Life, what: string): ProjectError {
  return new ProjectError({
    code: "start-failed",
    severity: "error",
    message: `the server ${what}`,
    ...(life.lastLines.length > 0 ? { hint: `Its last lines:\n${life.lastLines.join("\n")}` } : {}),
  });
}

function describeUnstarted(command: string, cwd: string): ProjectError {
  return new ProjectError({
    code: "start-failed",
    severity: "error",
    message: `the server cannot be run: ${command} in ${cwd}`,
    hint: "one of the two is gone or not for this user. The Python of a site comes back with npx djk setup, dist/ with npx djk build",
  });
}

function formatRestart(exit: Exit, seconds: number): string {
  return `The server ${formatExit(exit)}; starting it again${seconds > 0 ? ` in ${seconds} s` : ""}`;
}

function formatExit({ code, signal }: Exit): string {
  return signal === null ? `ended with status ${code}` : `was ended by ${signal}`;
}

/** Waits, or less when `signal` aborts. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return sleep(milliseconds, undefined, { signal }).catch(() => {});
}
