import { basename, dirname, relative, resolve } from "node:path";
import { resolveSpec } from "../../scaffold/djkSpec.js";
import { createSite, formatCreated } from "../../scaffold/newSite.js";
import { type CommandCall, exitCode } from "../command.js";
import { generateFor } from "../openSite.js";

/** `djk new`: a site that runs. It asks nothing, with `--yes` or without. */
export async function run(call: CommandCall): Promise<number> {
  const [folder = ""] = call.args;
  const { python, djk, install } = call.options;
  const site = resolve(call.cwd, folder);
  const name = folder === "" ? "" : basename(site);
  const shown = relative(call.cwd, site);
  await createSite({
    name,
    parent: dirname(site),
    shown,
    install: install !== false,
    ...(typeof python === "string" ? { python } : {}),
    ...(typeof djk === "string" ? { djk: resolveSpec(djk, call.cwd) } : {}),
    report: call.terminal.err,
    generate: generateFor,
  });
  call.terminal.out(formatCreated(name, shown, install !== false));
  return exitCode.ok;
}
