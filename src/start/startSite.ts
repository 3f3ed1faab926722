import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { listServerArgs, type ServerKind } from "../build/deployFiles.js";
import { healExchange } from "../build/exchange.js";
import { type Diagnostic, ProjectError } from "../diagnostics/diagnostic.js";
import type { Interpreter } from "../inspect/interpreter.js";
import { runManage } from "../inspect/manage.js";
import { formatSiteUrl } from "../process/formatHost.js";
import { requireFreePort } from "../process/requireFreePort.js";
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
 * @throws ProjectError `build-missing`, `port-busy`, `migrate-failed`, `start-failed`
 */
export async function startSite(options: StartOptions): Promise<RunningSite> {
  await healExchange(options.site);
  const dist = join(options.site, "dist");
  const server = await readServerKind(dist);
  await requireFreePort(options.port, options.host);
  const env = {
    ...process.env,
    DJK_ENV: "production",
    ...(options.local ? { DJK_LOCAL: "1" } : {}),
    PYTHONUNBUFFERED: "1",
  };
  if (options.migrate || options.local) await migrate(dist, options, env);
  const url = formatSiteUrl(options.host, options.port);
  const supervised = await supervise({
    command: options.interpreter.path,
    args: listServerArgs(server, options.host, options.port, options.workers),
    cwd: dist,
    env,
    healthUrl: `${url}healthz`,
    print: options.print,
  });
  return { url, ...supervised };
}

async function readServerKind(dist: string): Promise<ServerKind> {
  try {
    const manifest = JSON.parse(await readFile(join(dist, "manifest.json"), "utf8"));
    return manifest.server === "asgi" ? "asgi" : "wsgi";
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new ProjectError({
      code: "build-missing",
      severity: "error",
      message: "there is no build to start: dist/manifest.json is missing",
      hint: "Run: djk build",
    });
  }
}

async function migrate(dist: string, options: StartOptions, env: NodeJS.ProcessEnv): Promise<void> {
  const result = await runManage(dist, options.interpreter, ["migrate", "--noinput"], { env });
  if (result.code === 0) return;
  throw new ProjectError(describeMigrateFailure(result.stderr.trim() || result.stdout.trim()));
}

function describeMigrateFailure(output: string): Diagnostic {
  return {
    code: "migrate-failed",
    severity: "error",
    message: "the migrations of the build cannot be applied (manage.py migrate)",
    hint: output.split("\n").slice(-12).join("\n"),
  };
}
