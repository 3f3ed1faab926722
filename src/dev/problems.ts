import { stripVTControlCharacters } from "node:util";
import type { HotPayload, ViteDevServer } from "vite";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { formatDiagnostics } from "../diagnostics/formatDiagnostics.js";

/** The problems that stand at the moment, by the part of djk that found them. */
export interface Problems {
  /** Replaces the problems of a source: prints new ones and shows them in every open browser. */
  set: (source: string, diagnostics: readonly Diagnostic[]) => void;
  hasErrors: (source: string) => boolean;
  /** Shows what stands in browsers that connect from now on, too. */
  connect: (vite: ViteDevServer) => void;
}

/**
 * Keeps the current problems for terminal and overlay.
 *
 * @param print receives text for the terminal
 * @param readSource gives the text of a file of the site, for code frames
 */
export function createProblems(
  print: (text: string) => void,
  readSource: (file: string) => string | null,
  colour: boolean,
): Problems {
  const standing = new Map<string, readonly Diagnostic[]>();
  let vite: ViteDevServer | null = null;
  const errors = () => findDistinct([...standing.values()].flat()).filter(isError);
  const payload = () => describeOverlay(errors(), readSource);

  return {
    set: (source, diagnostics) => {
      const known = new Set([...standing.values()].flat().map(identify));
      const hadErrors = errors().length > 0;
      standing.set(source, diagnostics);
      const fresh = diagnostics.filter((problem) => !known.has(identify(problem)));
      if (fresh.length > 0) print(formatDiagnostics(fresh, { colour, readSource }));
      const shown = payload();
      if (shown !== null) vite?.ws.send(shown);
      else if (hadErrors) {
        print("no errors left");
        vite?.ws.send({ type: "full-reload", path: "*" });
      }
    },
    hasErrors: (source) => (standing.get(source) ?? []).some(isError),
    connect: (server) => {
      vite = server;
      server.ws.on("connection", () => {
        const shown = payload();
        if (shown !== null) server.ws.send(shown);
      });
    },
  };
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
  readSource: (file: string) => string | null,
): HotPayload | null {
  const [first] = errors;
  if (first === undefined) return null;
  const text = stripVTControlCharacters(formatDiagnostics(errors, { colour: false, readSource }));
  const place = first.at?.file === undefined ? {} : { id: first.at.file };
  return { type: "error", err: { message: text, stack: "", plugin: "djk", ...place } };
}
