import { applyFixes } from "../files/applyFixes.js";
import type { Inspection } from "../inspect/inspectSite.js";
import type { Terminal } from "./command.js";

/** Inspects a site, writes what can be mended, says what that was, and inspects again. */
export async function fixProblems(
  inspect: () => Promise<Inspection>,
  site: string,
  terminal: Terminal,
): Promise<Inspection> {
  const found = await inspect();
  const edits = found.diagnostics.flatMap(({ fix }) => fix ?? []);
  if (edits.length === 0) return found;
  for (const { file, line, text } of await applyFixes(site, edits))
    terminal.err(`${file}:${line} now has: ${text.trim().replaceAll("\n", "; ")}`);
  return inspect();
}
