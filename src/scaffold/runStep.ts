import { type Diagnostic, ProjectError } from "../diagnostics/diagnostic.js";
import { type RunResult, runCaptured } from "../process/runCaptured.js";

/** Receives one line of progress. */
export type Report = (line: string) => void;

/** A command that takes its time. */
export interface Step {
  /** What it does, for the line of progress: `Installing the npm packages`. */
  title: string;
  command: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Milliseconds after which it is given up. */
  timeout: number;
  /** The commands with which the user goes on when it fails. */
  goOn: string[];
}

/**
 * Says what is done, runs the command and captures its output, which is shown only when it fails.
 *
 * @throws ProjectError `network-unavailable` or `install-failed`; Interrupted on SIGINT or SIGTERM
 */
export async function runStep(step: Step, report: Report): Promise<void> {
  report(`${step.title} …`);
  const pieces: string[] = [];
  const onOutput = (text: string) => pieces.push(text);
  let result: RunResult;
  try {
    result = await runCaptured(step.command, step.args, { ...step, onOutput });
  } catch (error) {
    if (error instanceof Error && "code" in error) throw new ProjectError(describeUnstarted(step, error));
    throw error;
  }
  if (result.timedOut) pieces.push(`\nended after ${step.timeout / 1000} seconds without a result`);
  if (result.code !== 0 || result.timedOut) throw new ProjectError(describeFailure(step, pieces.join("")));
}

const networkErrors =
  /ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|NewConnectionError|ConnectTimeoutError|ReadTimeoutError|ProxyError|Connection refused|name resolution|Network is unreachable|error sending request|dns error|failed to lookup address/i;

const shownLines = 8;

function describeFailure(step: Step, output: string): Diagnostic {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const network = networkErrors.exec(output)?.[0];
  const what = network ? `could not reach its package registry (${network})` : "failed";
  return {
    code: network ? "network-unavailable" : "install-failed",
    severity: "error",
    message: [`\`${formatStep(step)}\` ${what}; its last lines:`, ...lines.slice(-shownLines)].join("\n    "),
    hint: formatGoOn(network ? "when the network is back" : "when that is repaired", step.goOn),
  };
}

function describeUnstarted(step: Step, error: Error): Diagnostic {
  return {
    code: "install-failed",
    severity: "error",
    message: `\`${formatStep(step)}\` cannot be started: ${error.message}`,
    hint: formatGoOn(`put ${step.command} on PATH; then`, step.goOn),
  };
}

function formatStep({ command, args, cwd }: Step): string {
  return [command, ...args]
    .map((word) => word.replaceAll(`${cwd}/`, ""))
    .map((word) => (/[\s<>*]/.test(word) ? `"${word}"` : word))
    .join(" ");
}

function formatGoOn(when: string, commands: string[]): string {
  return `what is there can stay; ${when}: ${commands.join(" && ")}`;
}
