import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { startTypeCheck, type TypeCheck } from "../typecheck/checkTypes.js";
import { findTypeScript } from "../typecheck/findTypeScript.js";
import { type InTurn, inTurn } from "./inTurn.js";

export interface TypeWatchOptions {
  site: string;
  /** False for `--no-types`. */
  enabled: boolean;
  /** Resolves when there is no more urgent work. */
  ready: () => Promise<unknown>;
  print: (text: string) => void;
  onFound: (problems: Diagnostic[]) => void;
  fail: (error: unknown) => void;
}

/** The site's types, checked after each change in the background. */
export interface TypeWatch extends InTurn {
  end: () => Promise<void>;
}

/** Checks types whenever it is told to run; says once why it cannot. */
export function createTypeWatch({ site, enabled, ready, print, onFound, fail }: TypeWatchOptions): TypeWatch {
  let ended = !enabled;
  let said = "";
  let current: TypeCheck | null = null;
  let asked = 0;
  const check = inTurn(async () => {
    await ready();
    if (ended) return;
    const began = asked;
    const typescript = findTypeScript(site);
    const hint = typescript.kind === "missing" ? typescript.hint : "";
    if (hint !== said && hint !== "") print(hint);
    said = hint;
    current =
      typescript.kind === "found"
        ? startTypeCheck({ site, tsc: typescript.tsc, severity: "warning", background: true })
        : null;
    const found = (await current?.found) ?? [];
    // Files that changed meanwhile may have been read half old, half new.
    if (!ended && asked === began) onFound(found);
  }, fail);
  return {
    ...check,
    run: () => {
      asked++;
      check.run();
    },
    end: async () => {
      ended = true;
      await current?.end();
    },
  };
}
