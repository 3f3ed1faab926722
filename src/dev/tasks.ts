import { setTimeout as delay } from "node:timers/promises";
import type { Browsers } from "./browsers.js";
import type { Django } from "./djangoProcess.js";
import { type InTurn, inTurn } from "./inTurn.js";
import {
  checkComponents,
  checkHandlers,
  checkPython,
  findDamaged,
  type LiveSite,
  reloadSite,
  updateTypes,
} from "./liveSite.js";
import type { SessionNote } from "./otherSession.js";
import { createTypeWatch, type TypeWatch } from "./typeWatch.js";

/** What follows a change, each in turn with itself. */
export interface Tasks {
  reload: InTurn;
  checkComponents: InTurn;
  checkPython: InTurn;
  /** What can be said of changed handlers before Django is up again. */
  checkHandlers: InTurn;
  checkTypes: TypeWatch;
  /** Reloads when whoever removes or changes generated files has done so. */
  heal: InTurn;
}

export interface TaskOptions {
  site: string;
  live: LiveSite;
  browsers: Browsers;
  django: Django;
  note: SessionNote;
  /** Whether types are checked. */
  types: boolean;
  print: (text: string) => void;
  fail: (error: unknown) => void;
}

const settleMs = 25;

/** The page that waited for Django is answered before another Python takes time from it. */
const answerMs = 100;

/** Files that come back while `rm -r` works would make it fail. */
const removalMs = 300;

/** Makes the tasks of a running site; none runs yet. */
export function createTasks(options: TaskOptions): Tasks {
  const { site, live, django, types, print, fail } = options;
  const tasks: Tasks = {
    reload: inTurn(() => reload(options, tasks), fail),
    checkComponents: inTurn(() => checkComponents(live), fail),
    checkPython: inTurn(async () => {
      if (!live.inspector.isWarm()) await delay(answerMs);
      if (await checkPython(live, django.ready)) tasks.checkTypes.run();
    }, fail),
    checkHandlers: inTurn(async () => {
      if (await checkHandlers(live)) tasks.checkTypes.run();
    }, fail),
    checkTypes: createTypeWatch({
      site,
      enabled: types,
      ready: () => settleTypes(tasks, django),
      print,
      onFound: (problems) => live.problems.set("types", problems),
      fail,
    }),
    heal: inTurn(() => heal(options, tasks), fail),
  };
  return tasks;
}

async function reload({ live, browsers, django }: TaskOptions, tasks: Tasks): Promise<void> {
  await delay(settleMs);
  const wasUnstarted = live.unstarted;
  const { types } = live.project.config.site;
  const changed = await reloadSite(live);
  if (wasUnstarted || live.unstarted) tasks.checkPython.run();
  if (changed.some(isDjangoFile)) {
    live.inspector.forget();
    django.restart();
  }
  if (await updateTypes(live, null)) tasks.checkTypes.run();
  if (live.project.config.site.types !== types) {
    live.inspector.forget();
    tasks.checkPython.run();
  }
  if (changed.length > 0) {
    browsers.send({ type: "custom", event: "djk:table" });
    tasks.checkTypes.run();
  }
  tasks.checkComponents.run();
}

async function heal({ live, note }: TaskOptions, tasks: Tasks): Promise<void> {
  await delay(removalMs);
  await note.renew();
  if (await updateTypes(live, null)) tasks.checkTypes.run();
  if ((await findDamaged(live)).length === 0) return;
  tasks.reload.run();
  tasks.heal.run(); // what comes back may be removed before the watcher has seen it
}

/** Waits for all that may write types, and for Django, which has more urgent work. */
async function settleTypes(tasks: Tasks, django: Django): Promise<void> {
  await tasks.heal.idle();
  await tasks.reload.idle();
  await django.ready();
  await Promise.all([tasks.reload, tasks.checkPython, tasks.checkHandlers].map((task) => task.idle()));
}

function isDjangoFile(path: string): boolean {
  return path.startsWith(".djk/django/");
}
