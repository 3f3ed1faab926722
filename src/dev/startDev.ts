import { buildPythonEnv } from "../inspect/manage.js";
import { Interrupted } from "../process/runCaptured.js";
import type { Project } from "../project/loadProject.js";
import { type Browsers, createBrowsers } from "./browsers.js";
import { devBase } from "./devEndpoints.js";
import { type DevServer, startDevServer } from "./devServer.js";
import { type Django, type DjangoState, startDjango } from "./djangoProcess.js";
import { type InTurn, inTurn } from "./inTurn.js";
import { listHosts } from "./listHosts.js";
import {
  checkComponents,
  checkPython,
  dependsOnPython,
  findVanished,
  type LiveSite,
  type LiveSiteOptions,
  openLiveSite,
  reloadSite,
} from "./liveSite.js";
import { createMigrationHints, type MigrationHints } from "./migrationHints.js";
import { createProblems } from "./problems.js";
import { createRepetitions, type Repetitions } from "./repetitions.js";
import { formatRequest } from "./requestLine.js";
import { startVite } from "./startVite.js";
import { type SiteChange, watchSite } from "./watchSite.js";

export interface DevOptions extends LiveSiteOptions {
  host: string;
  port: number;
  /** The environment of this process. */
  env: NodeJS.ProcessEnv;
  /** Text of a file of the site, for code frames. */
  readSource: (file: string) => string | null;
  print: (text: string) => void;
  colour: boolean;
}

/** A running `djk dev`. */
export interface DevSession {
  project: Project;
  /** Rejects when djk itself fails; else pending. */
  failed: Promise<never>;
  end: () => Promise<void>;
}

/** What follows a change, each in turn with itself. */
interface Tasks {
  reload: InTurn;
  checkComponents: InTurn;
  checkPython: InTurn;
  /** Reloads when whoever removes generated files has done so. */
  heal: InTurn;
}

type Fail = (error: unknown) => void;

const settleMs = 25;

/** The page that waited for Django is answered before another Python takes time from it. */
const answerMs = 100;

/** Files that come back while `rm -r` works would make it fail. */
const removalMs = 300;

/**
 * Starts everything that development needs behind one origin, and keeps it in step with the site's files.
 *
 * An invalid tree keeps the last good one; a broken Python file shows its error and waits for the next change.
 *
 * @throws ProjectError when the site is not valid to begin with.
 */
export async function startDev(options: DevOptions): Promise<DevSession> {
  const { site, print } = options;
  const hosts = listHosts(options.host);
  const { failed, fail } = createFailure();
  const browsers = createBrowsers();
  const live = await openLiveSite(options, createProblems(options, browsers.send));
  const django = await startDjango({
    site,
    python: options.interpreter.path,
    env: buildDjangoEnv(options, hosts),
    onLine: print,
    onState: (state) => followDjango(state, live, browsers, tasks),
  });
  const tasks = createTasks(live, browsers, django, fail);
  const repetitions = createRepetitions(() => performance.now());
  const server = await orEnd(serve(options, live, django, { hosts, repetitions, fail }), django.end);
  browsers.connect(server.vite, live.problems.describe);
  const end = () => endDev(django, tasks, server);
  const hints = createMigrationHints(options.readSource);
  const onChange = (change: SiteChange) => {
    repetitions.forget();
    followChange(change, { django, tasks, hints, print });
  };
  const watcher = await orEnd(watchSite(site, onChange, fail), end);
  hints.learn(watcher.listFiles());
  tasks.reload.run(); // files may have changed before they were watched
  return { project: live.project, failed, end: () => watcher.close().then(end) };
}

function createTasks(live: LiveSite, browsers: Browsers, django: Django, fail: Fail): Tasks {
  const checkingComponents = inTurn(() => checkComponents(live), fail);
  const tasks: Tasks = {
    checkComponents: checkingComponents,
    checkPython: inTurn(async () => {
      await delay(answerMs);
      await checkPython(live, django.ready);
    }, fail),
    reload: inTurn(async () => {
      await delay(settleMs);
      const wasUnstarted = live.unstarted;
      const changed = await reloadSite(live);
      if (wasUnstarted || live.unstarted) tasks.checkPython.run();
      if (changed.some(isDjangoFile)) django.restart();
      if (changed.length > 0) browsers.send({ type: "custom", event: "djk:table" });
      checkingComponents.run();
    }, fail),
    heal: inTurn(async () => {
      await delay(removalMs);
      if (findVanished(live).length === 0) return;
      tasks.reload.run();
      tasks.heal.run(); // what comes back may be removed before the watcher has seen it
    }, fail),
  };
  return tasks;
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function followDjango(state: DjangoState, live: LiveSite, browsers: Browsers, tasks: Tasks): void {
  tasks.checkPython.run();
  if (state.kind === "up") browsers.send({ type: "custom", event: "djk:data" });
  if (dependsOnPython(live)) tasks.reload.run();
}

interface Followers {
  django: Django;
  tasks: Tasks;
  hints: MigrationHints;
  print: DevOptions["print"];
}

function followChange(change: SiteChange, { django, tasks, hints, print }: Followers): void {
  const hint = hints.describe(change.path);
  if (hint !== null) print(hint);
  if (change.python) django.restart();
  if (change.retry) django.retry();
  if (change.project) tasks.reload.run();
  if (change.vanished) tasks.heal.run();
  if (change.component) tasks.checkComponents.run();
}

/** Ends what runs already when the next part cannot start. */
function orEnd<T>(starting: Promise<T>, end: () => Promise<void>): Promise<T> {
  return starting.catch(async (error) => {
    await end();
    throw error;
  });
}

async function endDev(django: Django, tasks: Tasks, server: DevServer): Promise<void> {
  await django.end();
  await tasks.heal.idle(); // it may start another one
  await Promise.all(Object.values(tasks).map((task: InTurn) => task.idle()));
  await server.close();
}

function createFailure(): { failed: Promise<never>; fail: Fail } {
  let fail: Fail = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = (error) => {
      if (!(error instanceof Interrupted)) reject(error);
    };
  });
  failed.catch(() => {}); // the session that hands it out may not be there yet
  return { failed, fail };
}

function buildDjangoEnv({ site, env }: DevOptions, hosts: string[]): NodeJS.ProcessEnv {
  const own = { DJK_ENV: "dev", DJK_DEV_BASE: devBase, DJK_DEV_HOSTS: hosts.join(",") };
  return { ...buildPythonEnv(site, env), ...own };
}

function serve(
  { site, host, port, print }: DevOptions,
  live: LiveSite,
  django: Django,
  { hosts, repetitions, fail }: { hosts: string[]; repetitions: Repetitions; fail: Fail },
): Promise<DevServer> {
  return startDevServer({
    site,
    host,
    port,
    django,
    table: () => live.project.table,
    startVite: (http) => startVite({ site, http, allowedHosts: hosts, repetitions, fail }),
    onRequest: (request) => print(formatRequest(request, live.matcher)),
  });
}

function isDjangoFile(path: string): boolean {
  return path.startsWith(".djk/django/");
}
