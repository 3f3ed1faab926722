import { Command, CommanderError } from "commander";
import { ProjectError } from "../diagnostics/diagnostic.js";
import { type CommandSpec, exitCode, type Terminal } from "./command.js";
import { commands } from "./commands.js";
import { readVersion } from "./version.js";

/**
 * Runs the CLI: the only catch, and the only place that decides the exit code.
 *
 * @param argv arguments after the program's name
 */
export async function main(argv: string[]): Promise<number> {
  const terminal = openTerminal();
  try {
    return await runProgram(argv, terminal);
  } catch (error) {
    return reportFailure(error, argv, terminal);
  }
}

function openTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreClosed);
  return {
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
    colour: process.stderr.isTTY === true && !process.env.NO_COLOR,
  };
}

/** A reader such as `head` closes the pipe when it has enough (EPIPE); a terminal may be closed (EIO). */
function ignoreClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
}

async function runProgram(argv: string[], terminal: Terminal): Promise<number> {
  let code: number = exitCode.ok;
  const program = new Command("djk")
    .description("File-system routes for Django and React.")
    .version(readVersion(), "-v, --version")
    .exitOverride()
    .showHelpAfterError("(djk --help lists the commands and options)")
    .enablePositionalOptions();
  for (const spec of commands) {
    declareCommand(program, spec, async (args, options) => {
      const { run } = await spec.load();
      code = await run({ cwd: process.cwd(), args, options, terminal });
    });
  }
  await program.parseAsync(argv, { from: "user" });
  return code;
}

function declareCommand(
  program: Command,
  spec: CommandSpec,
  action: (args: string[], options: Record<string, string | boolean | undefined>) => Promise<void>,
): void {
  const command = program.command(spec.usage).description(spec.summary);
  for (const [flags, description] of spec.options) command.option(flags, description);
  if (spec.passThrough) command.allowUnknownOption().passThroughOptions().helpOption(false);
  command.action(() => action(command.args, command.opts()));
}

async function reportFailure(error: unknown, argv: string[], terminal: Terminal): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.usage;
  if (error instanceof ProjectError) {
    const { printDiagnostics } = await import("./printDiagnostics.js");
    const { findSite } = await import("./openSite.js");
    const cwd = await findSite(process.cwd()).catch(() => process.cwd());
    printDiagnostics(error.diagnostics, { cwd, json: argv.includes("--json"), terminal });
    return exitCode.project;
  }
  const { Interrupted } = await import("../process/runCaptured.js");
  if (error instanceof Interrupted) return exitCode.interrupt;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.err(`djk ${readVersion()} failed: this is a bug in djk, not in your site.\n\n${detail}\n`);
  terminal.err("Please report it together with the output of `npx djk info`.");
  return exitCode.internal;
}
