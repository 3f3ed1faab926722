import { readFileSync } from "node:fs";
import { release, type as systemName } from "node:os";
import { type Diagnostic, ProjectError } from "../../diagnostics/diagnostic.js";
import { formatJson } from "../../diagnostics/formatJson.js";
import { type CommandCall, exitCode } from "../command.js";
import { findSite, findSitePython } from "../openSite.js";
import { printDiagnostics } from "../printDiagnostics.js";
import { readVersion } from "../version.js";

/** `djk info`: what a bug report needs, and what is wrong with this machine; works outside a site, too. */
export async function run(call: CommandCall): Promise<number> {
  const facts: Record<string, string> = {
    djk: readVersion(),
    node: process.versions.node,
    system: `${systemName()} ${release()}`,
    vite: await findVersion("vite"),
    "react-router": await findVersion("react-router"),
  };
  const problems: Diagnostic[] = [];
  await addSite(call, facts, problems);
  if (call.options.json) call.terminal.out(formatJson(problems, facts));
  else {
    const width = Math.max(...Object.keys(facts).map((name) => name.length));
    for (const [name, value] of Object.entries(facts)) call.terminal.out(`${name.padEnd(width)}  ${value}`);
    if (problems.length > 0)
      printDiagnostics(problems, { cwd: call.cwd, json: false, terminal: call.terminal });
  }
  return problems.length === 0 ? exitCode.ok : exitCode.project;
}

async function addSite(
  call: CommandCall,
  facts: Record<string, string>,
  problems: Diagnostic[],
): Promise<void> {
  try {
    facts.site = await findSite(call.cwd);
    const interpreter = await findSitePython(facts.site, call);
    facts.python = `${interpreter.version} (${interpreter.path}, ${interpreter.source})`;
    facts.django = interpreter.django ?? "not installed";
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error;
    problems.push(...error.diagnostics);
  }
}

async function findVersion(name: string): Promise<string> {
  const { createRequire } = await import("node:module");
  try {
    const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
    return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
  } catch {
    return "not installed";
  }
}
