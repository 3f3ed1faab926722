import { type Diagnostic, ProjectError } from "../../diagnostics/diagnostic.js";
import { findChanges, writeFiles } from "../../files/writeFiles.js";
import { generateSite, ownedFolders } from "../../project/generateProject.js";
import { type CommandCall, exitCode } from "../command.js";
import { openSite } from "../openSite.js";

/** `djk generate`: writes `.djk/`, or with `--check` says whether it is up to date. */
export async function run(call: CommandCall): Promise<number> {
  const { site, load } = await openSite(call);
  const files = generateSite(await load());
  if (call.options.check) {
    const { written, pruned } = await findChanges(site, files, ownedFolders);
    const stale = [...written, ...pruned];
    if (stale.length > 0) throw new ProjectError(describeStale(stale, "npx djk generate"));
    call.terminal.out(`${files.length} files are up to date`);
    return exitCode.ok;
  }
  const { written, pruned } = await writeFiles(site, files, ownedFolders);
  call.terminal.out(
    `${written.length} written, ${pruned.length} removed, ${files.length - written.length} unchanged`,
  );
  return exitCode.ok;
}

/** @param command what brings them up to date */
export function describeStale(stale: string[], command: string): Diagnostic {
  return {
    code: "generated-stale",
    severity: "error",
    message: `${stale.length === 1 ? "a generated file is" : `${stale.length} generated files are`} not up to date: ${stale.join(", ")}`,
    hint: `run: ${command}`,
  };
}
