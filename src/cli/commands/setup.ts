import { setupSite } from "../../scaffold/setupSite.js";
import { type CommandCall, exitCode } from "../command.js";
import { findSite, generateFor } from "../openSite.js";

/** `djk setup`: a cloned site, brought to where it runs. */
export async function run(call: CommandCall): Promise<number> {
  const { python } = call.options;
  await setupSite({
    site: await findSite(call.cwd),
    ...(typeof python === "string" ? { python } : {}),
    report: call.terminal.err,
    generate: generateFor,
  });
  call.terminal.out("ready: npm run dev");
  return exitCode.ok;
}
