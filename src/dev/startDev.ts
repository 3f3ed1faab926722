import type { Server } from "node:http";
import { createViteConfig } from "../build/viteConfig.js";
import { type Diagnostic, ProjectError } from "../diagnostics/diagnostic.js";
import { writeFiles } from "../files/writeFiles.js";
import { describeDjangoFailure, inspectSite } from "../inspect/inspectSite.js";
import type { Interpreter } from "../inspect/interpreter.js";
import { buildPythonEnv } from "../inspect/manage.js";
import { Interrupted } from "../process/runCaptured.js";
import { findComponentProblems } from "../project/findComponentProblems.js";
import { generateSite, ownedFolders } from "../project/generateProject.js";
import type { Project } from "../project/loadProject.js";
import { scanComponents } from "../project/scanComponents.js";
import { compileRouteTable } from "../router/compileRouteTable.js";
import { BUILTIN_CONVERTERS } from "../router/converters.js";
import type { CompiledTable } from "../router/match.js";
import { devBase } from "./devEndpoints.js";
import { type DevServer, startDevServer } from "./devServer.js";
import { type DjangoState, startDjango } from "./djangoProcess.js";
import { inTurn } from "./inTurn.js";
import { listHosts } from "./listHosts.js";
import { createProblems, type Problems } from "./problems.js";
import { formatRequest } from "./requestLine.js";
import { watchSite } from "./watchSite.js";

export interface DevOptions {
  site: string;
  host: string;
  port: number;
  interpreter: Interpreter;
  /** The environment of this process. */
  env: NodeJS.ProcessEnv;
  /** Reads the site; throws ProjectError when it is not valid. */
  load: () => Promise<Project>;
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

/** The site as it was last valid. */
interface Current {
  project: Project;
  matcher: CompiledTable;
}

const settleMs = 25;

/**
 * Starts everything that development needs behind one origin, and keeps it in step with the site's files.
 *
 * An invalid tree keeps the last good one; a broken Python file shows its error and waits for the next change.
 *
 * @throws ProjectError when the site is not valid to begin with.
 */
export async function startDev(options: DevOptions): Promise<DevSession> {
  const { site, host, port, print } = options;
  const hosts = listHosts(host);
  const problems = createProblems(print, options.readSource, options.colour);
  const { failed, fail } = createFailure();
  let current = await loadCurrent(options, problems);
  await writeFiles(site, generateSite(current.project), ownedFolders);

  let server: DevServer | null = null;
  const send = (event: string) => server?.vite.ws.send({ type: "custom", event });
  const checkPython = inTurn(async () => {
    const state = await django.ready();
    problems.set("python", await findPythonProblems(options, state));
  }, fail);
  const checkComponents = inTurn(async () => {
    const files = await scanComponents(site, current.project.table).catch(ignoreVanished);
    if (files !== null) problems.set("components", findComponentProblems(files));
  }, fail);
  const reload = inTurn(async () => {
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    const next = await loadCurrent(options, problems).catch((error) => keepOnProblem(error, problems));
    if (next === null) return;
    const changes = await writeFiles(site, generateSite(next.project), ownedFolders);
    current = next;
    const changed = [...changes.written, ...changes.pruned];
    if (changed.some(isDjangoFile)) django.restart();
    if (changed.length > 0) send("djk:table");
    checkComponents.run();
  }, fail);
  const django = await startDjango({
    site,
    python: options.interpreter.path,
    env: buildDjangoEnv(options, hosts),
    onLine: print,
    onState: (state) => {
      checkPython.run();
      if (state.kind === "failed") return;
      send("djk:data");
      // What was wrong may have been Python's to mend: a converter that is registered now.
      if (problems.hasErrors("project") || usesOwnConverters(current.project)) reload.run();
    },
  });
  const listening = await startDevServer({
    site,
    host,
    port,
    django,
    table: () => current.project.table,
    startVite: (http) => startVite(site, http, hosts),
    onRequest: (request) => print(formatRequest(request, current.matcher)),
  }).catch(async (error) => {
    await django.end();
    throw error;
  });
  server = listening;
  problems.connect(listening.vite);
  const watcher = await watchSite(
    site,
    (change) => {
      if (change.path.endsWith("models.py")) print(migrationHint(change.path));
      if (change.python) django.restart();
      if (change.project) reload.run();
      if (change.component) checkComponents.run();
    },
    fail,
  );

  reload.run(); // files may have changed before they were watched
  return {
    project: current.project,
    failed,
    end: async () => {
      await watcher.close();
      await django.end();
      await Promise.all([reload, checkComponents, checkPython].map((work) => work.idle()));
      await listening.close();
    },
  };
}

function createFailure(): { failed: Promise<never>; fail: (error: unknown) => void } {
  let fail: (error: unknown) => void = () => {};
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

async function loadCurrent(options: DevOptions, problems: Problems): Promise<Current> {
  const project = await options.load();
  problems.set("project", project.warnings);
  return { project, matcher: compileRouteTable(project.table) };
}

function keepOnProblem(error: unknown, problems: Problems): null {
  if (!(error instanceof ProjectError)) return ignoreVanished(error);
  problems.set("project", error.diagnostics);
  return null;
}

/** A file or folder went while the tree was read, as when git changes branches: its event loads the project again. */
function ignoreVanished(error: unknown): null {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" && (syscall === "scandir" || syscall === "open")) return null;
  throw error;
}

async function findPythonProblems(
  { site, interpreter }: DevOptions,
  state: DjangoState,
): Promise<Diagnostic[]> {
  if (state.kind === "failed") return [describeDjangoFailure(state.output, site)];
  try {
    return (await inspectSite(site, interpreter)).diagnostics;
  } catch (error) {
    if (error instanceof ProjectError) return error.diagnostics;
    throw error;
  }
}

async function startVite(site: string, http: Server, allowedHosts: string[]) {
  const { createServer, mergeConfig } = await import("vite");
  const config = await createViteConfig({ site, mode: "dev", base: devBase });
  return createServer(
    mergeConfig(config, {
      appType: "custom",
      server: { middlewareMode: true, ws: { server: http }, allowedHosts },
    }),
  );
}

function usesOwnConverters({ table }: Project): boolean {
  const builtin = new Set(BUILTIN_CONVERTERS.map(({ name }) => name));
  return table.converters.some(({ name }) => !builtin.has(name));
}

function migrationHint(path: string): string {
  return `${path} changed. For a new or changed field: djk manage makemigrations, then djk manage migrate`;
}

function isDjangoFile(path: string): boolean {
  return path.startsWith(".djk/django/");
}
