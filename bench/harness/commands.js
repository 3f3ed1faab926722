import { spawn } from "node:child_process";
import { dirname } from "node:path";

/** The single commands of an adapter's command, in order. */
export function listCommands(command) {
  if (command === null || command === undefined) return [];
  if (!Array.isArray(command)) return [command];
  return typeof command[0] === "string" ? [{ argv: command }] : command.flatMap(listCommands);
}

/** The environment of a system's commands: its own Node first, no colours, no questions. */
export function buildEnvironment(system, extra = {}) {
  return {
    ...process.env,
    NO_COLOR: "1",
    FORCE_COLOR: "0",
    CI: "",
    NEXT_TELEMETRY_DISABLED: "1",
    PATH: `${dirname(system.node)}:${process.env.PATH}`,
    ...extra,
  };
}

/** Runs the commands one after the other. @throws Error with what a failing one has printed */
export async function runCommands(system, command, environment = {}) {
  for (const single of listCommands(command)) await runCommand(system, single, environment);
}

function runCommand(system, { argv, env, cwd = system.folder }, environment) {
  const [file, ...args] = argv;
  const child = spawn(file, args, {
    cwd,
    env: buildEnvironment(system, { ...env, ...environment }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = [];
  child.stdout.on("data", (chunk) => output.push(chunk));
  child.stderr.on("data", (chunk) => output.push(chunk));
  const describe = (what) =>
    `${system.name}: ${argv.join(" ")} ${what}\n${String(Buffer.concat(output)).slice(-3000)}`;
  return new Promise((resolve, reject) => {
    child.once("error", (error) => reject(new Error(describe(error.message))));
    child.once("close", (code) =>
      code === 0 ? resolve() : reject(new Error(describe(`ended with ${code}`))),
    );
  });
}
