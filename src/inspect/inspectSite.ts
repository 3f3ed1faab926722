import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { IrDefinition, IrHandler } from "../codegen/types/ir.js";
import type { Config } from "../config/config.js";
import { locateSetting, type SettingSearch } from "../config/locateSetting.js";
import { type Diagnostic, type Place, ProjectError } from "../diagnostics/diagnostic.js";
import { runCaptured } from "../process/runCaptured.js";
import type { Interpreter } from "./interpreter.js";
import { buildManageEnv, runManage } from "./manage.js";

/** A handler file as Python sees it. */
export interface InspectedHandler extends IrHandler {
  /** Names of its verb functions, lower case. */
  verbs: string[];
  is_async: boolean;
  decorators: boolean;
}

/** What `manage.py djk_inspect` reports. */
export interface Inspection {
  converters: { name: string; regex: string }[];
  handlers: InspectedHandler[];
  /** Named types of Python, by id. */
  types: Record<string, IrDefinition>;
  diagnostics: Diagnostic[];
  /** With `--resolve` only; null where the project's urlconf cannot be read. */
  resolved?: ResolvedUrl | null;
}

/** What a site does with a URL before its routes are asked. */
export interface ResolvedUrl {
  /** Where the routes lie, without a slash at its end; null where they do not lie above the URL. */
  mount: string | null;
  /** The path below the mount, percent-encoded. */
  path: string | null;
  /** The path parameters as the browser gets them, which a converter has made; null where no route answers. */
  params: Record<string, string | number> | null;
  /** What answers in place of the routes. */
  shadow: { name: string; at?: Place } | null;
}

/** What tells a site's settings that this is development. */
export const inspectionEnv = { DJK_ENV: "dev" };

/** A diagnostic of Python, which does not know the lines of `djk.toml`. */
type Reported = Diagnostic & { setting?: SettingSearch };

/**
 * Imports every handler in a Python process of its own and reports what they are and what is wrong with them.
 *
 * @param args `["--converters"]` asks for the converters only, nothing of the site's routes is imported then;
 *   `["--checks"]` for what Django's system checks find, `["--resolve", path]` for one URL
 * @param env added to this process's own environment
 * @throws ProjectError when Django cannot start
 */
export async function inspectSite(
  site: string,
  interpreter: Pick<Interpreter, "path">,
  args: string[] = [],
  env: NodeJS.ProcessEnv = inspectionEnv,
): Promise<Inspection> {
  const whole = { ...process.env, ...env };
  const { code, stdout, stderr } = await runManage(site, interpreter, ["djk_inspect", ...args], {
    env: whole,
  });
  if (code !== 0) throw new ProjectError(await explainFailure(site, interpreter, stderr, whole));
  return readInspection(findLastLine(stdout), site);
}

/** Reads the document that `djk_inspect` prints. @throws SyntaxError */
export function readInspection(text: string, site: string): Inspection {
  const inspection = JSON.parse(text) as Inspection;
  return { ...inspection, diagnostics: placeSettings(inspection.diagnostics, site) };
}

/** The arguments with which a site's Python is asked for everything. */
export function listInspectArguments({ site }: Config): string[] {
  return site.types === "strict" ? ["--strict"] : [];
}

/**
 * Finds out why a command of the site's Django failed: the site is started once more in a process that looks.
 *
 * @param output what the command printed, for what only that command met
 */
export async function explainFailure(
  site: string,
  interpreter: Pick<Interpreter, "path">,
  output: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Diagnostic[]> {
  const { stdout, code } = await runCaptured(
    interpreter.path,
    ["-m", "djk.startup", join(site, "manage.py")],
    {
      cwd: site,
      env: buildManageEnv(site, env),
      timeout: 60_000,
    },
  );
  const found = code === 0 ? placeSettings(JSON.parse(findLastLine(stdout)) as Reported[], site) : [];
  return found.length > 0 ? found : [describeDjangoFailure(output, site)];
}

/** Gives problems with a setting the line of `djk.toml` that sets it. */
function placeSettings(reported: Reported[], site: string): Diagnostic[] {
  return reported.map(({ setting, ...diagnostic }) => {
    if (setting === undefined || diagnostic.at !== undefined) return diagnostic;
    const file = join(site, "djk.toml");
    const position = existsSync(file) ? locateSetting(readFileSync(file, "utf8"), setting) : null;
    return position === null ? diagnostic : { ...diagnostic, at: { file: "djk.toml", ...position } };
  });
}

/** Modules that Django imports before the command may print. */
function findLastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}

/** The problem that keeps Django from starting, from what it printed. */
export function describeDjangoFailure(output: string, site: string): Diagnostic {
  const lines = output.trim().split("\n");
  const at = findPlace(lines, site);
  const message = `Django does not start: ${lines.at(-1)?.trim() || "it printed nothing"}`;
  const problem: Diagnostic = { code: "django-failed", severity: "error", message };
  if (at !== undefined) return { ...problem, at, hint: "mend this line, then try again" };
  if (/No module named '(django|djk)\b/.test(lines.at(-1) ?? ""))
    return { ...problem, hint: "run: npx djk setup" };
  const last = lines.filter((line) => !/<frozen |\/site-packages\//.test(line)).slice(-12, -1);
  return last.length === 0 ? problem : { ...problem, detail: last.join("\n") };
}

/** The innermost line of the traceback that somebody wrote: in the site, not generated and not in a dependency. */
function findPlace(lines: string[], site: string): Place | undefined {
  const places = lines.flatMap((line) => {
    const [, path = "", number = ""] = /File "(.+)", line (\d+)/.exec(line) ?? [];
    const file = path.startsWith(`${site}/`) ? path.slice(site.length + 1) : "manage.py";
    const isOwn = file !== "manage.py" && !/^<|(^|\/)(\.djk|\.venv|site-packages)\//.test(file);
    return isOwn ? [{ file, line: Number(number) }] : [];
  });
  return places.at(-1);
}
