import { delimiter, join } from "node:path";
import { type RunResult, runCaptured } from "../process/runCaptured.js";
import type { Interpreter } from "./interpreter.js";

export interface ManageOptions {
  /** The environment of the command; this process's own without it. */
  env?: NodeJS.ProcessEnv;
  /** Text for standard input, which is closed without it. */
  input?: string;
  /** Milliseconds after which the command is killed; two minutes without it. */
  timeout?: number;
}

/**
 * Runs `manage.py <args>` of a site to its end and captures what it prints. The exit code is in the answer.
 *
 * @throws Interrupted on SIGINT or SIGTERM
 */
export function runManage(
  site: string,
  interpreter: Pick<Interpreter, "path">,
  args: string[],
  options: ManageOptions = {},
): Promise<RunResult> {
  return runCaptured(interpreter.path, [join(site, "manage.py"), ...args], {
    cwd: site,
    env: buildManageEnv(site, options.env ?? process.env),
    timeout: options.timeout ?? 120_000,
    ...(options.input === undefined ? {} : { input: options.input }),
  });
}

/** The environment of a site's Python whose output djk reads: UTF-8 and without colours. */
export function buildManageEnv(site: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...buildPythonEnv(site, env), PYTHONIOENCODING: "utf-8", DJANGO_COLORS: "nocolor" };
}

/** The environment of a site's Python: `djk_site` can be imported, also where `manage.py` is not one that djk wrote. */
export function buildPythonEnv(site: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const paths = [join(site, ".djk", "django"), env.PYTHONPATH].filter((path) => path);
  return { ...env, PYTHONPATH: paths.join(delimiter) };
}
