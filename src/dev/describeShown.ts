import { formatCodeFrame } from "../diagnostics/codeFrame.js";
import type { Diagnostic, Place } from "../diagnostics/diagnostic.js";
import type { ShownPlace, ShownProblem } from "./shownProblem.js";

/** Text of a file of the site; null where there is none. */
type ReadSource = (file: string) => string | null;

/** Describes a problem for the browser, with its source. */
export function describeShown(problem: Diagnostic, readSource: ReadSource): ShownProblem {
  const { code, severity, message, at, related = [], detail, hint } = problem;
  const own = at === undefined ? [] : [{ message: null, at }];
  const places = [...own, ...related].map((place) => describePlace(place, readSource));
  return { code, severity, message, places, detail: detail ?? null, hint: hint ?? null };
}

function describePlace(
  { message, at }: { message: string | null; at: Place },
  readSource: ReadSource,
): ShownPlace {
  const { file, line, column = 1 } = at;
  if (line === undefined) return { note: message, text: file, frame: null };
  const source = readSource(file);
  const frame = source === null ? null : formatCodeFrame(source, at);
  return { note: message, text: `${file}:${line}:${column}`, frame };
}
