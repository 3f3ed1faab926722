import { writeFiles } from "../../files/writeFiles.js";
import { generateSite, ownedFolders } from "../../project/generateProject.js";
import { formatUrlPattern } from "../../router/pattern.js";
import type { Route, RouteTable } from "../../router/route.js";
import { type CommandCall, exitCode } from "../command.js";
import { explainSiteUrl } from "../explainSiteUrl.js";
import { formatExplanation } from "../formatExplanation.js";
import { openSite } from "../openSite.js";
import { printDiagnostics } from "../printDiagnostics.js";

/** `djk routes`: the canonical table, or with `--match` what answers a URL, and why. */
export async function run(call: CommandCall): Promise<number> {
  const opened = await openSite(call);
  const project = await opened.load();
  const { match: url, json } = call.options;
  if (typeof url !== "string") {
    call.terminal.out(json ? toJson(project.table) : formatTable(project.table));
    return exitCode.ok;
  }
  await writeFiles(opened.site, generateSite(project), ownedFolders);
  const { explanation, diagnostics } = await explainSiteUrl(opened, project.table, url);
  if (diagnostics.length > 0)
    printDiagnostics(diagnostics, { cwd: opened.site, json: false, terminal: call.terminal });
  call.terminal.out(json ? toJson(explanation) : formatExplanation(explanation));
  return exitCode.ok;
}

function toJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

function formatTable(table: RouteTable): string {
  const routes = new Map(table.routes.map((route) => [route.id, route]));
  const cells = table.rows.map((row) => {
    const route = routes.get(row.route) as Route;
    return [route.kind, formatUrlPattern(row, table.trailingSlash), route.name, route.dir];
  });
  const widths = [0, 1, 2].map((column) => Math.max(0, ...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return lines.length > 0 ? lines.join("\n") : "no routes yet: add routes/page.tsx";
}
