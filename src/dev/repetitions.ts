import { stripVTControlCharacters } from "node:util";

/** Messages of Vite that were seen since something was changed. */
export interface Repetitions {
  /** Whether a message says what none did before; it counts as seen from now on. */
  isFirst: (text: string) => boolean;
  /** A file was changed: what is said again now is news, but for what was said of that change already. */
  forget: () => void;
}

/** Vite may see a change that much sooner than djk does. */
const aheadMs = 1000;

/** @param now milliseconds, growing */
export function createRepetitions(now: () => number): Repetitions {
  const seen = new Map<string, number>();
  return {
    isFirst: (text) => {
      const problem = identify(text);
      const isFirst = !seen.has(problem);
      if (isFirst) seen.set(problem, now());
      return isFirst;
    },
    forget: () => {
      for (const [problem, time] of seen) if (now() - time > aheadMs) seen.delete(problem);
    },
  };
}

/** Vite begins with who met the problem; then comes what it is. The query of a module tells its versions apart. */
function identify(text: string): string {
  const [first = ""] = stripVTControlCharacters(text).trim().split("\n");
  return first
    .replace(/^.*?(Internal server error|Pre-transform error): /, "")
    .replaceAll(/(\.\w+)\?[^\s"]*/g, "$1");
}
