import { existsSync } from "node:fs";
import { chmod, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ProjectError } from "../diagnostics/diagnostic.js";
import { writeFiles } from "../files/writeFiles.js";
import { findExecutable } from "../inspect/findExecutable.js";
import { findBasePython, type Interpreter } from "../inspect/interpreter.js";
import { commitSite } from "./commitSite.js";
import { prepareDjkSpec } from "./djkSpec.js";
import type { Report } from "./runStep.js";
import { setupSite } from "./setupSite.js";
import { findNameProblem } from "./siteName.js";
import { buildSiteFiles, scanTemplate } from "./template.js";

export interface NewSiteOptions {
  /** Name of the site: its folder and its Python package. */
  name: string;
  /** Absolute path of the folder in which the site's folder is made; made itself where it is missing. */
  parent: string;
  /** The site's folder as it is written for \`cd\`, empty where the user stands in it; the name without it. */
  shown?: string;
  /** False writes the files only. */
  install: boolean;
  /** What `--python` named, to make the virtual environment with. */
  python?: string;
  /** What `--djk` named, for package.json. */
  djk?: string;
  /** The environment of the commands; this process's own without it. */
  env?: NodeJS.ProcessEnv;
  report: Report;
  /** Writes the generated files of the site. */
  generate: (site: string, interpreter: Interpreter) => Promise<void>;
}

const packageRoot = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Makes a new site.
 *
 * Nothing is written before the name, the folder and, with `install`, a Python are known to be good. When a step
 * fails after that, its diagnostic says that the files are there and how to go on.
 *
 * @returns absolute path of the site
 * @throws ProjectError `site-name-invalid`, `site-exists`, `python-missing`, `python-too-old`, `checkout-not-built`,
 *   `network-unavailable`, `install-failed`, `django-failed`; Interrupted on SIGINT or SIGTERM
 */
export async function createSite(options: NewSiteOptions): Promise<string> {
  const { name, parent, shown = name, report, env = process.env } = options;
  const site = join(parent, name);
  await requireNewSite(name, site, shown);
  if (options.install) await requirePython(options.python, env);
  const djkSpec = options.djk ?? (await prepareDjkSpec(packageRoot, env, report));

  report(`Writing ${shown === "" ? "." : shown}/ …`);
  await writeTemplate(site, name, djkSpec);
  if (options.install) await install(options, site, env);
  await commitSite(site, env, report);
  return site;
}

/** What to tell the user about a new site: the commands to go on with. */
export function formatCreated(name: string, shown: string, installed: boolean): string {
  const site = "the site, at http://127.0.0.1:8000/";
  const steps = installed
    ? [...enter(shown), ["npm run dev", site], ["npx djk manage createsuperuser", "an account for /admin/"]]
    : [
        ...enter(shown),
        ["npm install && npx djk setup", "what --no-install left out"],
        ["npm run dev", site],
      ];
  const width = Math.max(...steps.map(([command = ""]) => command.length));
  const lines = steps.map(([command = "", purpose = ""]) =>
    `  ${command.padEnd(width)}  ${purpose}`.trimEnd(),
  );
  return [`${name} is ready.`, "", ...lines].join("\n");
}

function enter(shown: string): string[][] {
  return shown === "" ? [] : [[`cd ${shown}`]];
}

async function requireNewSite(name: string, site: string, shown: string): Promise<void> {
  const problem = findNameProblem(name);
  if (problem) throw new ProjectError(problem);
  if (!existsSync(site)) return;
  const found = await readdir(site).catch(() => null);
  if (found?.length === 0) return;
  const what = found === null ? "is a file" : `holds ${found.sort().slice(0, 3).join(", ")}`;
  throw new ProjectError({
    code: "site-exists",
    severity: "error",
    message:
      `there is a ${shown || "site or something else"} here already: ` +
      `it ${what}${found && found.length > 3 ? " and more" : ""}`,
    hint: adviseOnFound(found ?? [], shown),
  });
}

/** What to do about a folder that holds something: it may be work of the user. */
function adviseOnFound(found: string[], shown: string): string {
  if (!found.includes("djk.toml")) return shown === "" ? "choose an empty folder" : "choose another name";
  const goOn = [...enter(shown).flat(), "npm install", "npx djk setup"].join(" && ");
  return `it is a djk site; to go on with it: ${goOn}`;
}

/** uv brings a Python of its own. */
async function requirePython(python: string | undefined, env: NodeJS.ProcessEnv): Promise<void> {
  if (python) await findBasePython({ env, python });
  else if (findExecutable("uv", env) === null) await findBasePython({ env });
}

async function writeTemplate(site: string, name: string, djkSpec: string): Promise<void> {
  const template = await scanTemplate(join(packageRoot, "templates", "project"));
  await writeFiles(site, buildSiteFiles(template, { site: name, djkSpec }), []);
  await chmod(join(site, "manage.py"), 0o755);
}

async function install(options: NewSiteOptions, site: string, env: NodeJS.ProcessEnv): Promise<void> {
  const { name, shown = name, report, generate, python } = options;
  const goOn = [...enter(shown).flat(), "npm install", "npx djk setup"];
  try {
    await setupSite({ site, env, report, generate, goOn, ...(python ? { python } : {}) });
  } catch (error) {
    if (!saysHowToGoOn(error)) report(`${name}/ is written, but not set up. To go on: ${goOn.join(" && ")}`);
    throw error;
  }
}

function saysHowToGoOn(error: unknown): boolean {
  const codes = error instanceof ProjectError ? error.diagnostics.map((problem) => problem.code) : [];
  return codes.includes("network-unavailable") || codes.includes("install-failed");
}
