import { createSite, formatCreated } from "../../scaffold/newSite.js";
import { type CommandCall, exitCode } from "../command.js";
import { generateFor } from "../openSite.js";

/** `djk new`: a site that runs. It asks nothing, with `--yes` or without. */
export async function run(call: CommandCall): Promise<number> {
  const [name = ""] = call.args;
  const { python, djk, install } = call.options;
  await createSite({
    name,
    parent: call.cwd,
    install: install !== false,
    ...(typeof python === "string" ? { python } : {}),
    ...(typeof djk === "string" ? { djk } : {}),
    report: call.terminal.err,
    generate: generateFor,
  });
  call.terminal.out(formatCreated(name, install !== false));
  return exitCode.ok;
}
