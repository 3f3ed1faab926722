import { setTimeout as delay } from "node:timers/promises";
import { findFreePort } from "../process/findFreePort.js";
import { CannotRun, type Group, spawnGroup } from "../process/spawnGroup.js";

/** Whether Django answers; `output` is what it printed before it gave up. */
export type DjangoState = { kind: "up" } | { kind: "failed"; output: string };

export interface DjangoOptions {
  site: string;
  python: string;
  env: NodeJS.ProcessEnv;
  /** Receives what Django prints, line by line. */
  onLine: (line: string) => void;
  /** Called each time when Django has come up or has failed to. */
  onState: (state: DjangoState) => void;
}

/** Django's development server as one restartable process. */
export interface Django {
  /** Port on 127.0.0.1, the same for the life of this object. */
  port: number;
  /** Waits for the current start; a request is held until then. */
  ready: () => Promise<DjangoState>;
  /**
   * Ends the process and starts a new one when no other call has come for a while. A call while one is starting begins
   * anew.
   *
   * @param quietMs that while; 25 without it
   */
  restart: (quietMs?: number) => void;
  /** Starts it again if it has failed to. */
  retry: () => void;
  end: () => Promise<void>;
}

const readyLine = "djk:ready";

/** What `djk.standby` says when it has imported everything. */
const waitingLine = "djk:waiting";

const quietMs = 25;

/** The first requests come first: another Python that starts beside them takes their time. */
const spareMs = 500;

/** A Django that dies sooner than this is started again after a pause. */
const steadyMs = 2000;
const pauseMs = 1000;

/** Django as it runs at the moment. */
interface Running {
  options: DjangoOptions;
  port: number;
  /** How many starts were asked for. */
  asked: number;
  /** How long nobody must have asked again. */
  quietMs: number;
  /** Tells the start that is under way that a newer one was asked for, or the end. */
  supersede: () => void;
  /** The start that is under way. */
  settling: Promise<DjangoState> | null;
  /** How the last start went. */
  settled: DjangoState;
  group: Group | null;
  /** The process that waits to become the next Django. */
  spare: Launch | null;
  ended: boolean;
}

/** Starts Django and keeps it running: it is started again when it dies after it had come up. */
export async function startDjango(options: DjangoOptions): Promise<Django> {
  const running: Running = {
    options,
    port: await findFreePort(),
    asked: 0,
    quietMs,
    supersede: () => {},
    settling: null,
    settled: { kind: "failed", output: "" },
    group: null,
    spare: null,
    ended: false,
  };
  restart(running);
  return {
    port: running.port,
    ready: () => running.settling ?? Promise.resolve(running.settled),
    restart: (quietMs) => restart(running, quietMs),
    retry: () => {
      if (running.settling === null && running.settled.kind === "failed") restart(running);
    },
    end: () => end(running),
  };
}

function restart(running: Running, quiet = quietMs): void {
  running.asked++;
  running.quietMs = quiet;
  running.supersede();
  running.settling ??= settle(running);
}

async function end(running: Running): Promise<void> {
  running.ended = true;
  running.supersede();
  await running.settling;
  await Promise.all([running.group?.end(), running.spare?.group.end()]);
}

/** Starts Django until a start was not overtaken by a newer one. */
async function settle(running: Running): Promise<DjangoState> {
  while (!running.ended) {
    const { asked } = running;
    const superseded = new Promise<null>((resolve) => {
      running.supersede = () => resolve(null);
    });
    const state = await attempt(running, superseded);
    if (state === null || asked !== running.asked) continue;
    running.settled = state;
    break;
  }
  running.settling = null;
  if (!running.ended) {
    announce(running);
    void keepSpare(running);
  }
  return running.settled;
}

/** Starts Django in place of the one that runs; null as soon as that is out of date. */
async function attempt(running: Running, superseded: Promise<null>): Promise<DjangoState | null> {
  const quiet = Promise.race([delay(running.quietMs), superseded]);
  await running.group?.end();
  if ((await quiet) === null) return null;
  try {
    const started = takeSpare(running) ?? launch(running.options, running.port, "at once");
    running.group = started.group;
    return await Promise.race([started.state, superseded]);
  } catch (error) {
    running.group = null;
    return describeUnable(error);
  }
}

/** Lets the process that waits go; null when it has ended, or does not wait yet and may be the next one's. */
function takeSpare(running: Running): Launch | null {
  const { spare } = running;
  if (spare === null) return null;
  const isRunning = spare.group.isRunning();
  const waits = isRunning && spare.waits();
  if (waits || !isRunning) running.spare = null;
  if (waits) spare.group.write("g");
  return waits ? spare : null;
}

async function keepSpare(running: Running): Promise<void> {
  const { asked } = running;
  await delay(spareMs);
  if (running.ended || running.asked !== asked || running.spare !== null) return;
  try {
    running.spare = launch(running.options, running.port, "when told");
  } catch (error) {
    describeUnable(error); // the next start meets it again
  }
}

/** What keeps Python from being run at all; another error is rethrown. */
function describeUnable(error: unknown): DjangoState {
  if (!(error instanceof CannotRun)) throw error;
  return { kind: "failed", output: error.message };
}

function announce(running: Running): void {
  const { settled, group, options } = running;
  if (settled.kind === "up" && group !== null) void restartAfterCrash(running, group);
  options.onState(settled);
}

async function restartAfterCrash(running: Running, group: Group): Promise<void> {
  const started = performance.now();
  const { signal, code } = await group.exited;
  if (performance.now() - started < steadyMs) await delay(pauseMs);
  if (running.ended || running.group !== group || running.settling !== null) return;
  running.options.onLine(`Django ended unexpectedly (${signal ?? `exit code ${code}`}); starting it again`);
  restart(running);
}

interface Launch {
  group: Group;
  state: Promise<DjangoState>;
  /** Whether it is ready to be told. */
  waits: () => boolean;
}

const commands = { "at once": [], "when told": ["-m", "djk.standby"] } as const;

/** @throws CannotRun when the interpreter cannot be run any more. */
function launch(options: DjangoOptions, port: number, begins: keyof typeof commands): Launch {
  const output: string[] = [];
  let announce: (state: DjangoState) => void;
  const announced = new Promise<DjangoState>((resolve) => {
    announce = resolve;
  });
  let isUp = false;
  let waits = false;
  const group = spawnGroup({
    command: options.python,
    args: [...commands[begins], "manage.py", "djk_serve", `127.0.0.1:${port}`],
    cwd: options.site,
    env: { ...options.env, PYTHONUNBUFFERED: "1" },
    graceMs: 1000,
    hasInput: begins === "when told",
    onLine: (line) => {
      if (line === readyLine) {
        isUp = true;
        for (const held of output) if (held !== "") options.onLine(held);
        announce({ kind: "up" });
      } else if (isUp) options.onLine(line);
      else if (line === waitingLine) waits = true;
      else output.push(line);
    },
  });
  const failed = group.exited.then((): DjangoState => ({ kind: "failed", output: output.join("\n") }));
  return { group, state: Promise.race([announced, failed]), waits: () => waits };
}
