import type { HotPayload } from "vite";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { formatDiagnostics } from "../diagnostics/formatDiagnostics.js";
import { describeShown } from "./describeShown.js";
import { PROBLEMS_EVENT } from "./shownProblem.js";

/** The problems that stand at the moment, by the part of djk that found them. */
export interface Problems {
  /** Replaces the problems of a source: prints new ones and shows them in every open browser. */
  set: (source: string, diagnostics: readonly Diagnostic[]) => void;
  /** What a browser shows of them, errors first. */
  describe: () => HotPayload;
}

export interface ProblemsOptions {
  /** Receives text for the terminal. */
  print: (text: string) => void;
  /** Text of a file of the site, for code frames. */
  readSource: (file: string) => string | null;
  colour: boolean;
}

/** A mistake in one type can be an error in every file that uses it. */
const printedAtOnce = 10;

/**
 * Keeps the current problems for terminal and browser.
 *
 * @param send reaches every open browser
 */
export function createProblems(options: ProblemsOptions, send: (payload: HotPayload) => void): Problems {
  const standing = new Map<string, readonly Diagnostic[]>();
  const describe = () => describePayload(listStanding(standing), options.readSource);
  return {
    set: (source, diagnostics) => {
      const before = listStanding(standing);
      standing.set(source, diagnostics);
      const after = listStanding(standing);
      const known = new Set(before.map(identify));
      printFresh(
        findDistinct(diagnostics).filter((problem) => !known.has(identify(problem))),
        options,
      );
      printRelief(before, after, options.print);
      if (before.length > 0 || after.length > 0) send(describe());
    },
    describe,
  };
}

function printFresh(fresh: readonly Diagnostic[], { print, readSource, colour }: ProblemsOptions): void {
  if (fresh.length === 0) return;
  print(formatDiagnostics(fresh.slice(0, printedAtOnce), { colour, readSource }));
  if (fresh.length > printedAtOnce) print(`and ${fresh.length - printedAtOnce} more; the browser lists them`);
}

function printRelief(
  before: readonly Diagnostic[],
  after: readonly Diagnostic[],
  print: (text: string) => void,
) {
  if (before.some(isError) && !after.some(isError)) print("no errors left");
  else if (before.length > 0 && after.length === 0) print("no warnings left");
}

/** Each problem once, errors first. */
function listStanding(standing: ReadonlyMap<string, readonly Diagnostic[]>): Diagnostic[] {
  const all = findDistinct([...standing.values()].flat());
  return [...all.filter(isError), ...all.filter((problem) => !isError(problem))];
}

function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}

/** Two parts of djk may meet the same problem, each with a hint of its own. */
function identify({ code, message, at }: Diagnostic): string {
  return JSON.stringify([code, message, at]);
}

function findDistinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(diagnostics.map((problem) => [identify(problem), problem])).values()];
}

function describePayload(
  standing: readonly Diagnostic[],
  readSource: ProblemsOptions["readSource"],
): HotPayload {
  const data = standing.map((problem) => describeShown(problem, readSource));
  return { type: "custom", event: PROBLEMS_EVENT, data };
}
