import { type Inspection, inspectionEnv, inspectSite, readInspection } from "../inspect/inspectSite.js";
import type { Interpreter } from "../inspect/interpreter.js";
import { buildManageEnv } from "../inspect/manage.js";
import { CannotRun, type Group, spawnGroup } from "../process/spawnGroup.js";
import { mergePartial } from "./mergePartial.js";

export interface InspectorOptions {
  site: string;
  interpreter: Pick<Interpreter, "path">;
  /** Further arguments of `djk_inspect`, asked for at each start. */
  listArguments: () => string[];
  /** How long an answer of a running process may take; 5 seconds without it. */
  answerMs?: number;
  /** How long a process may take to its first answer; 2 minutes without it. */
  startMs?: number;
}

/**
 * A Python that has read the site's handlers and stays.
 *
 * A handler that changes is read anew in it; what else changes needs another process. When the process dies, hangs or
 * talks nonsense the next inspection starts one, and when none answers it is a run that ends.
 */
export interface Inspector {
  /** Tells of a changed Python file, path relative to the site. */
  note: (path: string) => void;
  /** Tells that something changed for which the process is too old. */
  forget: () => void;
  isWarm: () => boolean;
  /** What is known without another process; null where that takes one. */
  inspectWarm: () => Promise<Inspection | null>;
  /** @throws ProjectError when Django cannot start. Null when djk ends. */
  inspect: () => Promise<Inspection | null>;
  end: () => Promise<void>;
}

/** A running `djk_inspect --watch` and what it has said. */
interface Warm {
  group: Group;
  /** Its next answer; null when there is none in time or it ended. */
  answer: (limitMs: number) => Promise<Answer | null>;
}

type Answer = (Inspection & { kind: "whole" | "partial" }) | { kind: "restart" };

interface State {
  options: InspectorOptions;
  warm: Warm | null;
  /** What is known of the site; null before the first inspection. */
  known: Inspection | null;
  /** Handler files that have changed since. */
  changed: Set<string>;
  isStale: boolean;
  isEnded: boolean;
}

/** Makes an inspector; its process starts with the first inspection. */
export function createInspector(options: InspectorOptions): Inspector {
  const state: State = {
    options,
    warm: null,
    known: null,
    changed: new Set(),
    isStale: false,
    isEnded: false,
  };
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work);
    turn = done.catch(() => {});
    return done;
  };
  return {
    note: (path) => {
      if (state.known?.handlers.some((handler) => handler.file === path)) state.changed.add(path);
      else state.isStale = true;
    },
    forget: () => {
      state.isStale = true;
    },
    isWarm: () => isWarm(state),
    inspectWarm: () => inTurn(() => readChanged(state)),
    inspect: () => inTurn(async () => (await readChanged(state)) ?? (await readAnew(state))),
    end: async () => {
      state.isEnded = true;
      await state.warm?.group.end();
      await turn;
    },
  };
}

function isWarm({ warm, isStale, isEnded }: State): boolean {
  return warm?.group.isRunning() === true && !isStale && !isEnded;
}

/** Has the running process read what changed; null when it cannot. */
async function readChanged(state: State): Promise<Inspection | null> {
  const { warm, known, options } = state;
  if (!isWarm(state) || warm === null || known === null) return null;
  const changed = [...state.changed];
  if (changed.length === 0) return known;
  state.changed.clear();
  warm.group.write(`${JSON.stringify({ changed })}\n`);
  const answer = await warm.answer(options.answerMs ?? 5_000);
  const merged = answer?.kind === "partial" ? mergePartial(known, answer, changed) : null;
  if (merged === null) state.isStale = true;
  else state.known = merged;
  return merged;
}

async function readAnew(state: State): Promise<Inspection | null> {
  const { options } = state;
  const former = state.warm;
  state.warm = null;
  state.isStale = false;
  state.changed.clear();
  await former?.group.end();
  if (state.isEnded) return null;
  const started = start(options);
  state.warm = started;
  const answer = (await started?.answer(options.startMs ?? 120_000)) ?? null;
  if (state.isEnded) return null;
  if (answer?.kind === "whole") {
    state.known = answer;
    return answer;
  }
  state.warm = null;
  await started?.group.end();
  // A process that ends says why it cannot do more.
  return inspectSite(options.site, options.interpreter, options.listArguments());
}

/** Null when Python cannot be run at all. */
function start({ site, interpreter, listArguments }: InspectorOptions): Warm | null {
  const answers: Answer[] = [];
  let wake = () => {};
  const take = (line: string) => {
    const answer = parseAnswer(line, site);
    if (answer === null) return;
    answers.push(answer);
    wake();
  };
  try {
    const group = spawnGroup({
      command: interpreter.path,
      args: ["manage.py", "djk_inspect", "--watch", ...listArguments()],
      cwd: site,
      env: buildManageEnv(site, { ...process.env, ...inspectionEnv }),
      graceMs: 1000,
      hasInput: true,
      onLine: (line, stream) => {
        if (stream === "stdout") take(line);
      },
    });
    const answer = async (limitMs: number): Promise<Answer | null> => {
      let timer: NodeJS.Timeout | undefined;
      const told = new Promise<void>((resolve) => {
        wake = resolve;
        timer = setTimeout(resolve, limitMs);
      });
      if (answers.length === 0) await Promise.race([told, group.exited]);
      clearTimeout(timer);
      return answers.shift() ?? null;
    };
    return { group, answer };
  } catch (error) {
    if (error instanceof CannotRun) return null;
    throw error;
  }
}

/** Null for a line that a module of the site has printed; it may stand before the answer, too. */
function parseAnswer(line: string, site: string): Answer | null {
  const begin = line.indexOf('{"kind"');
  if (begin < 0) return null;
  try {
    const answer = JSON.parse(line.slice(begin)) as Answer;
    return answer.kind === "restart"
      ? answer
      : { ...readInspection(line.slice(begin), site), kind: answer.kind };
  } catch {
    return null;
  }
}
