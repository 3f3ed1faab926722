import { access } from "node:fs/promises";
import { join } from "node:path";
import { type Diagnostic, ProjectError } from "../../diagnostics/diagnostic.js";
import { writeFiles } from "../../files/writeFiles.js";
import { inspectSite } from "../../inspect/inspectSite.js";
import { findComponentProblems } from "../../project/findComponentProblems.js";
import { generateSite, ownedFolders } from "../../project/generateProject.js";
import { scanComponents } from "../../project/scanComponents.js";
import { type CommandCall, exitCode } from "../command.js";
import { type OpenSite, openSite } from "../openSite.js";
import { printDiagnostics } from "../printDiagnostics.js";

/** `djk check`: routes, settings and handlers, every problem together; of the site it changes only `.djk/`. */
export async function run(call: CommandCall): Promise<number> {
  const opened = await openSite(call);
  const project = await opened.load();
  await writeFiles(opened.site, generateSite(project), ownedFolders);
  const { diagnostics } = await inspectSite(opened.site, opened.interpreter);
  const components = findComponentProblems(await scanComponents(opened.site, project.table));
  const problems = [...project.warnings, ...components, ...diagnostics];
  if (!hasErrors(problems)) problems.push(...(await checkDjango(opened, call.options.deploy === true)));
  const json = call.options.json === true;
  if (json || problems.length > 0)
    printDiagnostics(problems, { cwd: opened.site, json, terminal: call.terminal });
  if (!json && problems.length === 0) call.terminal.out(`${project.table.routes.length} routes, no problems`);
  return hasErrors(problems) ? exitCode.project : exitCode.ok;
}

function hasErrors(diagnostics: Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
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
