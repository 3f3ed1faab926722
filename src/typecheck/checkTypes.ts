import { setPriority } from "node:os";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { CannotRun, type Exit, type Group, spawnGroup } from "../process/spawnGroup.js";
import { parseTypeErrors } from "./parseTypeErrors.js";

export interface TypeCheckOptions {
  site: string;
  /** The compiler's script. */
  tsc: string;
  severity: Diagnostic["severity"];
  /** Whether everything else on this machine goes first. */
  background: boolean;
}

/** A type check that runs. */
export interface TypeCheck {
  found: Promise<Diagnostic[]>;
  /** Ends it; what it has found until then is worth nothing. */
  end: () => Promise<void>;
}

/** What makes the next check faster: TypeScript's own notes on this one. */
const notes = ".djk/types.tsbuildinfo";

/** The scheduler's politeness, as `nice` sets it. */
const niceness = 10;

/**
 * Starts the site's own TypeScript on the whole site, once. It writes only its notes, below `.djk/`.
 *
 * Not `tsc --watch`: TypeScript 7 polls every two seconds and keeps the memory, where a whole run with notes takes a
 * fraction of a second; and what does not stay cannot die.
 */
export function startTypeCheck({ site, tsc, severity, background }: TypeCheckOptions): TypeCheck {
  const lines: string[] = [];
  let group: Group;
  try {
    group = spawnGroup({
      command: process.execPath,
      args: [
        tsc,
        "--noEmit",
        "--pretty",
        "false",
        "--incremental",
        "--tsBuildInfoFile",
        notes,
        "--diagnostics",
      ],
      cwd: site,
      graceMs: 1000,
      onLine: (line) => lines.push(line),
    });
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    return { found: Promise.resolve([describeCrash(error.message, [])]), end: async () => {} };
  }
  if (background) yieldTo(group.pid);
  return { found: group.exited.then((exit) => readResult(exit, lines, severity)), end: () => group.end() };
}

/** A process that it starts inherits the priority. */
function yieldTo(pid: number): void {
  try {
    setPriority(pid, niceness);
  } catch {
    // it has ended, or the system does not allow it: then it runs as everything else
  }
}

function readResult({ code, signal }: Exit, lines: string[], severity: Diagnostic["severity"]): Diagnostic[] {
  const found = parseTypeErrors(lines.join("\n"), severity);
  if (code === 0 && lines.some((line) => /^Files:\s+0$/.test(line))) return [describeEmpty()];
  if (code === 0 || found.length > 0) return found;
  return [describeCrash(`TypeScript ended unexpectedly (${signal ?? `exit code ${code}`})`, lines)];
}

function describeEmpty(): Diagnostic {
  return {
    code: "type-check-failed",
    severity: "warning",
    message: "tsconfig.json names no file, so TypeScript has checked nothing",
    hint: 'projects in "references" are not checked: name the site\'s folders in "include" of tsconfig.json itself',
  };
}

function describeCrash(message: string, lines: string[]): Diagnostic {
  const detail = lines.slice(-8).join("\n").trim();
  return {
    code: "type-check-failed",
    severity: "warning",
    message,
    ...(detail === "" ? {} : { detail }),
    hint: "Types are checked again at the next change; run it by hand to see more: npx tsc --noEmit",
  };
}
