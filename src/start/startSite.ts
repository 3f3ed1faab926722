import { join } from "node:path";
import { listServerArgs, type ServerKind } from "../build/deployFiles.js";
import { healExchange } from "../build/exchange.js";
import { findRunningBuild } from "../build/stage.js";
import { ProjectError } from "../diagnostics/diagnostic.js";
import { withFileProblems } from "../files/describeFileError.js";
import type { Interpreter } from "../inspect/interpreter.js";
import { runManage } from "../inspect/manage.js";
import { formatSiteUrl } from "../process/formatHost.js";
import { requireFreePort } from "../process/requireFreePort.js";
import type { RunResult } from "../process/runCaptured.js";
import { explainFailure } from "./explainFailure.js";
import { findDataProblem } from "./findDataProblem.js";
import { readServerKind } from "./readServerKind.js";
import { supervise } from "./supervise.js";

export interface StartOptions {
  /** Absolute path of the site's folder. */
  site: string;
  interpreter: Pick<Interpreter, "path">;
  host: string;
  port: number;
  /** Number of server processes. */
  workers: number;
  /** Apply migrations first. */
  migrate: boolean;
  /** A throw-away key, hosts of this machine, no redirect to TLS, and migrations. */
  local: boolean;
  /** Gives up the start, at once; without effect when the site answers. A signal of the system ends a migration. */
  signal: AbortSignal;
  /** Receives each line of the server and what the supervisor does. */
  print: (line: string) => void;
}

/** A served build. */
export interface RunningSite {
  url: string;
  /** Rejects with ProjectError (`start-failed`) when the server keeps dying and is given up; else pending until `end`. */
  ended: Promise<void>;
  /** Ends every process and frees the port. */
  end: () => Promise<void>;
}

/**
 * Serves `dist/` and keeps it running. Resolves when the site answers.
 *
 * @throws ProjectError `build-missing`, `manifest-invalid`, `port-busy`, `migrate-failed`, `start-failed`; the reason
 *   of `signal` when that aborts; Interrupted on SIGINT or SIGTERM during a migration
 */
export async function startSite(options: StartOptions): Promise<RunningSite> {
  const { site, host, port, signal } = options;
  const dist = join(site, "dist");
  await healBetweenBuilds(site);
  const server = await readServerKind(dist);
  await requireFreePort(port, host);
  const env = buildStartEnv(options.local);
  try {
    signal.throwIfAborted();
    if (options.migrate || options.local) await migrate(dist, options.interpreter.path, env);
    signal.throwIfAborted();
    return await serve(server, dist, env, options);
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error;
    const dataProblem = await findDataProblem(dist, env.DJK_DATA_DIR);
    const around = { python: options.interpreter.path, dataProblem };
    throw new ProjectError(error.diagnostics.map((problem) => explainFailure(problem, around)));
  }
}

/** Between the two renames of a running build there is no `dist/`, and nothing to heal. */
async function healBetweenBuilds(site: string): Promise<void> {
  if ((await findRunningBuild(site)) === null) await withFileProblems(site, () => healExchange(site));
}

function buildStartEnv(local: boolean): NodeJS.ProcessEnv {
  const own = { DJK_ENV: "production", PYTHONUNBUFFERED: "1" };
  return { ...process.env, ...own, ...(local ? { DJK_LOCAL: "1" } : {}) };
}

async function serve(
  server: ServerKind,
  dist: string,
  env: NodeJS.ProcessEnv,
  options: StartOptions,
): Promise<RunningSite> {
  const { host, port, workers, interpreter, signal, print } = options;
  const url = formatSiteUrl(host, port);
  const supervised = await supervise({
    command: interpreter.path,
    args: listServerArgs(server, host, port, workers),
    cwd: dist,
    env,
    healthUrl: `${url}healthz`,
    signal,
    print,
  });
  return { url, ...supervised };
}

async function migrate(dist: string, python: string, env: NodeJS.ProcessEnv): Promise<void> {
  const result = await runManage(dist, { path: python }, ["migrate", "--noinput"], { env }).catch(
    (error: NodeJS.ErrnoException) => {
      if (!error.syscall?.startsWith("spawn")) throw error;
      throw describeMigrateFailure(`${python} cannot be started (${error.code}). Run: npx djk setup`);
    },
  );
  if (result.code !== 0) throw describeMigrateFailure(formatOutput(result));
}

function describeMigrateFailure(hint: string): ProjectError {
  return new ProjectError({
    code: "migrate-failed",
    severity: "error",
    message: "the migrations of the build cannot be applied (manage.py migrate)",
    hint,
  });
}

function formatOutput({ stderr, stdout, timedOut }: RunResult): string {
  if (timedOut)
    return "it was ended because it took too long; apply them by hand: cd dist, python manage.py migrate";
  return (stderr.trim() || stdout.trim()).split("\n").slice(-12).join("\n");
}
