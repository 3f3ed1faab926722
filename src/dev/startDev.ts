import { buildPythonEnv } from "../inspect/manage.js";
import { Interrupted } from "../process/runCaptured.js";
import type { Project } from "../project/loadProject.js";
import { type Browsers, createBrowsers } from "./browsers.js";
import type { Certificate } from "./certificate.js";
import { devBase } from "./devEndpoints.js";
import { type Django, type DjangoState, startDjango } from "./djangoProcess.js";
import type { InTurn } from "./inTurn.js";
import { dependsOnPython, type LiveSite, type LiveSiteOptions, openLiveSite } from "./liveSite.js";
import { createMissedChanges, type MissedChanges } from "./missedChanges.js";
import { createSessionNote, type SessionNote } from "./otherSession.js";
import { createProblems } from "./problems.js";
import { createRepetitions } from "./repetitions.js";
import { serveSite } from "./serveSite.js";
import { createTasks, type Tasks } from "./tasks.js";
import { type SiteChange, watchSite } from "./watchSite.js";

export interface DevOptions extends LiveSiteOptions {
  host: string;
  port: number;
  /** Hosts, as in a URL, that the site answers to besides this machine's own. */
  hosts: string[];
  /** With one everything is HTTPS. */
  certificate: Certificate | null;
  /** The environment of this process. */
  env: NodeJS.ProcessEnv;
  /** Whether types are checked. */
  types: boolean;
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

type Fail = (error: unknown) => void;

/** Between two packages of one installation; what starts meanwhile lacks the second. */
const installMs = 500;

/**
 * Starts everything that development needs behind one origin, and keeps it in step with the site's files.
 *
 * An invalid tree keeps the last good one; a broken Python file shows its error and waits for the next change.
 *
 * @throws ProjectError when the site is not valid to begin with, or another `djk dev` serves it
 */
export async function startDev(options: DevOptions): Promise<DevSession> {
  const { site } = options;
  const { failed, fail } = createFailure();
  const parts = await startParts(options, fail);
  const { live, django, tasks, note, missed } = parts;
  const repetitions = createRepetitions(() => performance.now());
  let rereading = Promise.resolve();
  // What Django has imported may be gone with the route that it was for.
  const ready = () => rereading.then(django.ready);
  const plugins = [missed.plugin];
  const endServer = await orEnd(
    serveSite(options, { ...parts, django: { ...django, ready }, repetitions, plugins, fail }),
    django.end,
  );
  const end = async () => {
    missed.end();
    await note.remove();
    await endDev(live, django, tasks, endServer);
  };
  const onChange = (change: SiteChange) => {
    repetitions.forget();
    followChange(change, parts);
    if (change.project) rereading = tasks.reload.idle();
  };
  const watcher = await orEnd(watchSite(site, onChange, fail), end);
  const close = () => watcher.close().then(end);
  await orEnd(note.write(), close);
  tasks.reload.run(); // files may have changed before they were watched
  tasks.checkTypes.run();
  return { project: live.project, failed, end: close };
}

/** What runs beside the server. */
interface Parts {
  browsers: Browsers;
  live: LiveSite;
  django: Django;
  note: SessionNote;
  tasks: Tasks;
  missed: MissedChanges;
}

async function startParts(options: DevOptions, fail: Fail): Promise<Parts> {
  const { site, host, port, types, print } = options;
  const browsers = createBrowsers();
  const live = await openLiveSite(options, createProblems(options, browsers.send));
  const django = await startDjango({
    site,
    python: options.interpreter.path,
    env: buildDjangoEnv(options),
    onLine: print,
    onState: (state) => followDjango(state, live, browsers, tasks),
  });
  const note = createSessionNote(site, { host, port, pid: process.pid });
  const tasks = createTasks({ site, live, browsers, django, note, types, print, fail });
  return { browsers, live, django, note, tasks, missed: createMissedChanges(site) };
}

function followDjango(state: DjangoState, live: LiveSite, browsers: Browsers, tasks: Tasks): void {
  tasks.checkPython.run();
  if (state.kind === "up") browsers.send({ type: "custom", event: "djk:data" });
  if (dependsOnPython(live)) tasks.reload.run();
}

function followChange(change: SiteChange, { live, django, tasks, missed }: Parts): void {
  if (change.installed || (change.project && change.python)) live.inspector.forget();
  else if (change.python) {
    live.inspector.note(change.path);
    tasks.checkHandlers.run();
  }
  if (change.python) django.restart();
  if (change.installed) django.restart(installMs);
  if (change.module) missed.follow(change.path);
  if (change.retry) django.retry();
  if (change.project) tasks.reload.run();
  if (change.generated) tasks.heal.run();
  if (change.component) tasks.checkComponents.run();
  if (change.types) tasks.checkTypes.run(); // waits for the others, which may write types
}

/** Ends what runs already when the next part cannot start. */
function orEnd<T>(starting: Promise<T>, end: () => Promise<void>): Promise<T> {
  return starting.catch(async (error) => {
    await end();
    throw error;
  });
}

async function endDev(
  live: LiveSite,
  django: Django,
  tasks: Tasks,
  endServer: () => Promise<void>,
): Promise<void> {
  await Promise.all([django.end(), live.inspector.end()]);
  await tasks.checkTypes.end();
  await tasks.heal.idle(); // it may start another one
  await Promise.all(Object.values(tasks).map((task: InTurn) => task.idle()));
  await endServer();
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

function buildDjangoEnv({ site, env, hosts, certificate }: DevOptions): NodeJS.ProcessEnv {
  const own = { DJK_ENV: "dev", DJK_DEV_BASE: devBase, DJK_DEV_HOSTS: hosts.join(",") };
  // What WSGI servers take for HTTPS in front of them: no header of a request can say so.
  return { ...buildPythonEnv(site, env), ...own, ...(certificate === null ? {} : { HTTPS: "on" }) };
}
