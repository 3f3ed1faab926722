import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { ErrorPayload, HotPayload } from "vite";
import type { Diagnostic, Place } from "../diagnostics/diagnostic.js";
import { formatDiagnostics } from "../diagnostics/formatDiagnostics.js";

/** The problems that stand at the moment, by the part of djk that found them. */
export interface Problems {
  /** Replaces the problems of a source: prints new ones and shows them in every open browser. */
  set: (source: string, diagnostics: readonly Diagnostic[]) => void;
  /** What a browser shows of them that connects now; null when there is no error. */
  describe: () => HotPayload | null;
}

export interface ProblemsOptions {
  /** Absolute path of the site's folder. */
  site: string;
  /** Receives text for the terminal. */
  print: (text: string) => void;
  /** Text of a file of the site, for code frames. */
  readSource: (file: string) => string | null;
  colour: boolean;
}

/**
 * Keeps the current problems for terminal and overlay.
 *
 * @param send reaches every open browser
 */
export function createProblems(options: ProblemsOptions, send: (payload: HotPayload) => void): Problems {
  const { print, readSource, colour } = options;
  const standing = new Map<string, readonly Diagnostic[]>();
  const describe = () => describeOverlay(listErrors(standing), options);
  return {
    set: (source, diagnostics) => {
      const known = new Set([...standing.values()].flat().map(identify));
      const hadErrors = listErrors(standing).length > 0;
      standing.set(source, diagnostics);
      const fresh = diagnostics.filter((problem) => !known.has(identify(problem)));
      if (fresh.length > 0) print(formatDiagnostics(fresh, { colour, readSource }));
      const shown = describe();
      if (shown !== null) send(shown);
      else if (hadErrors) {
        print("no errors left");
        send({ type: "full-reload", path: "*" });
      }
    },
    describe,
  };
}

function listErrors(standing: ReadonlyMap<string, readonly Diagnostic[]>): Diagnostic[] {
  return findDistinct([...standing.values()].flat()).filter(isError);
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

/** What Vite's error overlay shows: every error in one, the place of the first as its link into the editor. */
function describeOverlay(
  errors: readonly Diagnostic[],
  { site, readSource }: Pick<ProblemsOptions, "site" | "readSource">,
): HotPayload | null {
  const [first] = errors;
  if (first === undefined) return null;
  const message = stripVTControlCharacters(formatDiagnostics(errors, { colour: false, readSource }));
  return { type: "error", err: { message, stack: "", plugin: "djk", ...describePlace(first.at, site) } };
}

/** The overlay links absolute paths with line and column only. */
function describePlace(at: Place | undefined, site: string): Pick<ErrorPayload["err"], "id" | "loc"> {
  if (at === undefined) return {};
  const { line = 1, column = 1 } = at;
  const file = join(site, at.file);
  return { id: file, loc: { file, line, column } };
}
