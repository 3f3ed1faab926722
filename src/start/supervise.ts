import { ProjectError } from "../diagnostics/diagnostic.js";
import { type Exit, type Group, spawnGroup } from "../process/spawnGroup.js";

export interface SuperviseOptions {
  command: string;
  args: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Answers 200 when the command serves. */
  healthUrl: string;
  /** Seconds to wait before each new start in a row; after the last one the command is given up. */
  backOff?: readonly number[];
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
 * @throws ProjectError `start-failed` when it does not answer within 30 seconds or ends before.
 */
export async function supervise(options: SuperviseOptions): Promise<Supervised> {
  const backOff = options.backOff ?? defaultBackOff;
  const stop = new AbortController();
  let life = startLife(options);
  await waitForHealth(options.healthUrl, life);
  const ended = watch();
  ended.catch(() => {});
  return {
    ended,
    end: async () => {
      stop.abort();
      await life.group.end();
      await ended.catch(() => {});
    },
  };

  async function watch(): Promise<void> {
    let deaths = 0;
    while (true) {
      const started = performance.now();
      const exit = await life.group.exited;
      if (stop.signal.aborted) return;
      deaths = performance.now() - started > steadyMs ? 1 : deaths + 1;
      const seconds = backOff[deaths - 1];
      if (seconds === undefined) throw describeFailure(life, `${formatExit(exit)}, ${deaths} times in a row`);
      options.print(
        `The server ${formatExit(exit)}; starting it again${seconds > 0 ? ` in ${seconds} s` : ""}`,
      );
      await pause(seconds * 1000, stop.signal);
      if (stop.signal.aborted) return;
      life = startLife(options);
    }
  }
}

function startLife({ command, args, cwd, env, print }: SuperviseOptions): Life {
  const lastLines: string[] = [];
  const group = spawnGroup({
    command,
    args,
    cwd,
    env,
    graceMs,
    onLine: (line) => {
      lastLines.push(line);
      if (lastLines.length > keptLines) lastLines.shift();
      print(line);
    },
  });
  return { group, lastLines };
}

async function waitForHealth(url: string, life: Life): Promise<void> {
  const deadline = performance.now() + startLimitMs;
  const exited = life.group.exited.then((exit) => ({ exit }));
  while (performance.now() < deadline) {
    if (await isHealthy(url)) return;
    const over = await Promise.race([exited, pause(pollMs)]);
    if (over) throw describeFailure(life, `${formatExit(over.exit)} before it answered`);
  }
  await life.group.end();
  throw describeFailure(life, `did not answer at ${url} within ${startLimitMs / 1000} seconds`);
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    // A connection kept alive would hold up the server's graceful end.
    const headers = { Connection: "close" };
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(2000), redirect: "manual" });
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

function formatExit({ code, signal }: Exit): string {
  return signal === null ? `ended with status ${code}` : `was ended by ${signal}`;
}

function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
