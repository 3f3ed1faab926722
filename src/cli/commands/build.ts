import { formatAnalysis } from "../../build/analysis.js";
import { buildSite } from "../../build/buildSite.js";
import { formatReport } from "../../build/report.js";
import { type CommandCall, exitCode } from "../command.js";
import { openSite } from "../openSite.js";
import { printDiagnostics } from "../printDiagnostics.js";

/** `djk build`: the deployable Django project in `dist/`. */
export async function run(call: CommandCall): Promise<number> {
  const [opened] = await Promise.all([openSite(call), import("vite")]); // loads while Python answers
  const built = await buildSite({ ...opened, onStep: (step) => call.terminal.err(`building: ${step} …`) });
  if (built.warnings.length > 0)
    printDiagnostics(built.warnings, { cwd: opened.site, json: false, terminal: call.terminal });
  if (call.options.analyze) call.terminal.out(`${formatAnalysis(built.files)}\n`);
  call.terminal.out(formatReport(built.rows));
  call.terminal.out(`\ndist/ is build ${built.build}. To look at it here: npx djk start --local`);
  return exitCode.ok;
}
