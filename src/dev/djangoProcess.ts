import { findFreePort } from "../process/findFreePort.js";
import { type Group, spawnGroup } from "../process/spawnGroup.js";

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
  /** Ends the process and starts a new one. A call while one is starting begins anew. */
  restart: () => void;
  end: () => Promise<void>;
}

const readyLine = "djk:ready";

const quietMs = 25;

/** A Django that dies sooner than this is started again after a pause. */
const steadyMs = 2000;
const pauseMs = 1000;

/** Starts Django and keeps it running: it is started again when it dies after it had come up. */
export async function startDjango(options: DjangoOptions): Promise<Django> {
  const port = await findFreePort();
  let group: Group | null = null;
  let ended = false;
  let settling: Promise<DjangoState> | null = null;
  let settled: DjangoState = { kind: "failed", output: "" };
  let supersede = () => {};

  async function settle(): Promise<DjangoState> {
    let state: DjangoState | null = null;
    while (state === null && !ended) {
      const superseded = new Promise<null>((resolve) => {
        supersede = () => resolve(null);
      });
      await group?.end();
      if ((await Promise.race([delay(quietMs), superseded])) === null) continue;
      const started = launch(options, port);
      group = started.group;
      state = await Promise.race([started.state, superseded]);
    }
    settling = null;
    settled = state ?? settled;
    if (settled.kind === "up" && group !== null) void watchForCrash(group);
    if (!ended) options.onState(settled);
    return settled;
  }

  async function watchForCrash(running: Group): Promise<void> {
    const started = performance.now();
    const exit = await running.exited;
    if (performance.now() - started < steadyMs) await delay(pauseMs);
    if (ended || group !== running || settling !== null) return;
    options.onLine(
      `Django ended unexpectedly (${exit.signal ?? `exit code ${exit.code}`}); starting it again`,
    );
    restart();
  }

  function restart(): void {
    if (settling === null) settling = settle();
    else supersede();
  }

  restart();
  return {
    port,
    ready: () => settling ?? Promise.resolve(settled),
    restart,
    end: async () => {
      ended = true;
      supersede();
      await settling;
      await group?.end();
    },
  };
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

interface Launch {
  /** Null when the interpreter cannot be run any more. */
  group: Group | null;
  state: Promise<DjangoState>;
}

function launch(options: DjangoOptions, port: number): Launch {
  try {
    return launchGroup(options, port);
  } catch (error) {
    const output = error instanceof Error ? error.message : String(error);
    return { group: null, state: Promise.resolve({ kind: "failed", output }) };
  }
}

function launchGroup(options: DjangoOptions, port: number): Launch {
  const output: string[] = [];
  let announce: (state: DjangoState) => void;
  const announced = new Promise<DjangoState>((resolve) => {
    announce = resolve;
  });
  let isUp = false;
  const group = spawnGroup({
    command: options.python,
    args: ["manage.py", "djk_serve", `127.0.0.1:${port}`],
    cwd: options.site,
    env: { ...options.env, PYTHONUNBUFFERED: "1" },
    graceMs: 1000,
    onLine: (line) => {
      if (line === readyLine) {
        isUp = true;
        for (const held of output) if (held !== "") options.onLine(held);
        announce({ kind: "up" });
      } else if (isUp) options.onLine(line);
      else output.push(line);
    },
  });
  const failed = group.exited.then((): DjangoState => ({ kind: "failed", output: output.join("\n") }));
  return { group, state: Promise.race([announced, failed]) };
}
