import { access } from "node:fs/promises";
import { join } from "node:path";
import { type Diagnostic, ProjectError } from "../../diagnostics/diagnostic.js";
import { writeFiles } from "../../files/writeFiles.js";
import { type Inspection, inspectSite, listInspectArguments } from "../../inspect/inspectSite.js";
import { findComponentProblems } from "../../project/findComponentProblems.js";
import { generateSite, ownedFolders } from "../../project/generateProject.js";
import type { Project } from "../../project/loadProject.js";
import { scanComponents } from "../../project/scanComponents.js";
import { writeSiteTypes } from "../../project/siteTypes.js";
import { startTypeCheck, type TypeCheck } from "../../typecheck/checkTypes.js";
import { findTypeScript } from "../../typecheck/findTypeScript.js";
import { type CommandCall, exitCode } from "../command.js";
import { fixProblems } from "../fixProblems.js";
import { type OpenSite, openSite } from "../openSite.js";
import { hasErrors, printDiagnostics } from "../printDiagnostics.js";

/**
 * `djk check`: routes, settings, handlers and types, every problem together; of the site it changes only `.djk/`, and
 * with `--fix` what can be mended.
 */
export async function run(call: CommandCall): Promise<number> {
  const opened = await openSite(call);
  const project = await opened.load();
  await writeFiles(opened.site, generateSite(project), ownedFolders);
  const inspection = await inspect(call, opened, project);
  await writeSiteTypes(opened.site, project.table, inspection);
  const types = startTypes(call, opened.site);
  const problems = await findProblems(call, opened, project, inspection).catch(async (error) => {
    await types.end();
    throw error;
  });
  problems.push(...(await types.found));
  const json = call.options.json === true;
  if (json || problems.length > 0)
    printDiagnostics(problems, { cwd: opened.site, json, terminal: call.terminal });
  if (!json && problems.length === 0) call.terminal.out(`${project.table.routes.length} routes, no problems`);
  return hasErrors(problems) ? exitCode.project : exitCode.ok;
}

/** Starts the check of types beside the rest, or says why there is none. */
function startTypes({ options, terminal }: CommandCall, site: string): TypeCheck {
  const none = { found: Promise.resolve([]), end: async () => {} };
  if (options.types === false) return none;
  const typescript = findTypeScript(site);
  if (typescript.kind === "found")
    return startTypeCheck({ site, tsc: typescript.tsc, severity: "error", background: false });
  terminal.err(typescript.hint);
  return none;
}

/** Asks the site's Python, once more where that was told to mend what it can. */
function inspect(
  { options, terminal }: CommandCall,
  opened: OpenSite,
  project: Project,
): Promise<Inspection> {
  const ask = () => inspectSite(opened.site, opened.interpreter, listInspectArguments(project.config));
  return options.fix === true ? fixProblems(ask, opened.site, terminal) : ask();
}

async function findProblems(
  { options }: CommandCall,
  opened: OpenSite,
  project: Project,
  { diagnostics }: Inspection,
): Promise<Diagnostic[]> {
  const components = findComponentProblems(await scanComponents(opened.site, project.table));
  const problems = [...project.warnings, ...components, ...diagnostics];
  return hasErrors(problems)
    ? problems
    : [...problems, ...(await checkDjango(opened, options.deploy === true))];
}

async function checkDjango({ site, interpreter }: OpenSite, deploy: boolean): Promise<Diagnostic[]> {
  const found = await inspectSite(site, interpreter, ["--checks"]);
  if (!deploy) return found.diagnostics;
  const dist = join(site, "dist");
  await access(join(dist, "manage.py")).catch(() => {
    throw new ProjectError({
      code: "build-missing",
      severity: "error",
      message: "there is no build to check: dist/ has no manage.py",
      hint: "run: npx djk build",
    });
  });
  const env = { DJK_ENV: "production", DJK_BUILDING: "1" };
  const ofBuild = await inspectSite(dist, interpreter, ["--checks", "--deploy"], env);
  return [...found.diagnostics, ...ofBuild.diagnostics];
}
