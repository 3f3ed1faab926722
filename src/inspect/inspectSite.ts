import { type Diagnostic, type Place, ProjectError } from "../diagnostics/diagnostic.js";
import { readEnvironmentProblems } from "./environmentProblems.js";
import type { Interpreter } from "./interpreter.js";
import { runManage } from "./manage.js";

/** A handler file as Python sees it. */
export interface InspectedHandler {
  /** Id of the route, or of the folder for a `layout.py`. */
  route: string;
  /** Path relative to the site. */
  file: string;
  module: string;
  /** Names of its verb functions, lower case. */
  verbs: string[];
  is_async: boolean;
  decorators: boolean;
}

/** What `manage.py djk_inspect` reports. */
export interface Inspection {
  converters: { name: string; regex: string }[];
  handlers: InspectedHandler[];
  diagnostics: Diagnostic[];
}

/**
 * Imports every handler in a Python process of its own and reports what they are and what is wrong with them.
 *
 * @param args `["--converters"]` asks for the converters only; nothing of the site's routes is imported then
 * @throws ProjectError when Django cannot start
 */
export async function inspectSite(
  site: string,
  interpreter: Interpreter,
  args: string[] = [],
): Promise<Inspection> {
  const env = { ...process.env, DJK_ENV: "dev" };
  const { code, stdout, stderr } = await runManage(site, interpreter, ["djk_inspect", ...args], { env });
  if (code === 0) return JSON.parse(findLastLine(stdout)) as Inspection;
  throw new ProjectError(describeDjangoFailure(stderr, site));
}

/** Modules that Django imports before the command may print. */
function findLastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}

/** What keeps Django from starting, from what it printed. */
export function describeDjangoFailure(output: string, site: string): Diagnostic[] {
  const lines = output.trim().split("\n");
  const incomplete = readEnvironmentProblems(lines);
  if (incomplete.length > 0) return incomplete;
  const at = findPlace(lines, site);
  const problem: Diagnostic = {
    code: "django-failed",
    severity: "error",
    message: `Django does not start: ${lines.at(-1) || "it printed nothing"}`,
    ...(at === undefined ? {} : { at }),
    hint: formatHint(lines, at),
  };
  return [problem];
}

function formatHint(lines: string[], at: Place | undefined): string {
  if (at !== undefined) return "mend this line, then try again";
  if (/No module named '(django|djk)\b/.test(lines.at(-1) ?? "")) return "run: npx djk setup";
  const own = lines.filter((line) => !/<frozen |\/site-packages\//.test(line)).slice(-12);
  const advice = /^ModuleNotFoundError/.test(lines.at(-1) ?? "")
    ? "look at the dotted names in djk.toml, such as INSTALLED_APPS, or name the package in pyproject.toml and run npx djk setup"
    : "djk manage check shows all of it";
  return own.length > 1 ? `${advice}; its last lines were:\n${own.join("\n")}` : advice;
}

/** The innermost line of the traceback that somebody wrote: in the site, not generated and not in a dependency. */
function findPlace(lines: string[], site: string): Place | undefined {
  const places = lines.flatMap((line) => {
    const [, path = "", number = ""] = /File "(.+)", line (\d+)/.exec(line) ?? [];
    const file = path.startsWith(`${site}/`) ? path.slice(site.length + 1) : "manage.py";
    const isOwn = file !== "manage.py" && !/(^|\/)(\.djk|\.venv|site-packages)\//.test(file);
    return isOwn ? [{ file, line: Number(number) }] : [];
  });
  return places.at(-1);
}
