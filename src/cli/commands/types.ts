import { ProjectError } from "../../diagnostics/diagnostic.js";
import { findChanges, writeFiles } from "../../files/writeFiles.js";
import { type Inspection, inspectSite, listInspectArguments } from "../../inspect/inspectSite.js";
import { generateSite, ownedFolders } from "../../project/generateProject.js";
import type { Project } from "../../project/loadProject.js";
import {
  generateSiteTypes,
  isTypesSource,
  readLastTypes,
  typesFolder,
  writeSiteTypes,
} from "../../project/siteTypes.js";
import { type CommandCall, exitCode } from "../command.js";
import { type OpenSite, openSite } from "../openSite.js";
import { hasErrors, printDiagnostics } from "../printDiagnostics.js";
import { describeStale } from "./generate.js";

/** `djk types`: writes `.djk/types`, or with `--check` says whether it is up to date. */
export async function run(call: CommandCall): Promise<number> {
  const opened = await openSite(call);
  const project = await opened.load();
  await writeFiles(opened.site, generateSite(project), ownedFolders);
  const isCheck = call.options.check === true;
  const inspection = await inspect(opened, project, isCheck);
  const { diagnostics } = inspection;
  if (diagnostics.length > 0)
    printDiagnostics(diagnostics, { cwd: opened.site, json: false, terminal: call.terminal });
  const { files } = generateSiteTypes(project.table, inspection, () => readLastTypes(opened.site));
  const change = isCheck ? findChanges : writeFiles;
  const changes = await change(opened.site, files, [typesFolder]);
  const written = changes.written.filter(isTypesSource);
  const pruned = changes.pruned.filter(isTypesSource);
  const stale = [...written, ...pruned];
  if (isCheck && stale.length > 0) throw new ProjectError(describeStale(stale, "npx djk types"));
  const unchanged = files.filter(({ path }) => isTypesSource(path)).length - written.length;
  call.terminal.out(
    isCheck
      ? `${unchanged} files are up to date`
      : `${written.length} written, ${pruned.length} removed, ${unchanged} unchanged`,
  );
  return hasErrors(diagnostics) ? exitCode.project : exitCode.ok;
}

/** Asks the site's Python; where it cannot answer, the types stay those of its last answer. */
function inspect({ site, interpreter }: OpenSite, project: Project, isCheck: boolean): Promise<Inspection> {
  return inspectSite(site, interpreter, listInspectArguments(project.config)).catch(async (error) => {
    if (!isCheck) await writeSiteTypes(site, project.table, null);
    throw error;
  });
}
