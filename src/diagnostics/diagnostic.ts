import type { DiagnosticCode } from "./codes.js";

/** A place in a file of the user's project. `line` and `column` count from 1. */
export interface Place {
  /** Path relative to the site, with forward slashes. */
  file: string;
  line?: number;
  column?: number;
}

/**
 * Text in place of what is from `line`, `column` up to and without `endLine`, `endColumn`.
 *
 * Columns count characters, as Python does: a character beyond U+FFFF is one.
 */
export interface Edit {
  /** Path relative to the site, with forward slashes. */
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  text: string;
}

/** One problem, in the shape that every part of djk reports it: CLI, dev overlay, `--json` and Python. */
export interface Diagnostic {
  /** Permanent name; each has a page `docs/errors/<code>.md`. */
  code: DiagnosticCode;
  severity: "error" | "warning";
  /** What happened, one sentence, with the user's own words and paths. */
  message: string;
  at?: Place;
  /** What to do about it. */
  hint?: string;
  /** What a program printed about it, line by line, where the message alone does not tell enough. */
  detail?: string;
  related?: { message: string; at: Place }[];
  /** What `djk check --fix` writes to mend it. */
  fix?: Edit[];
}

/** Thrown by a step that cannot go on; `main` prints the diagnostics and exits with 1. */
export class ProjectError extends Error {
  readonly diagnostics: Diagnostic[];

  constructor(diagnostics: Diagnostic | Diagnostic[]) {
    const list = Array.isArray(diagnostics) ? diagnostics : [diagnostics];
    super(list.map((d) => `${d.code}: ${d.message}`).join("\n"));
    this.name = "ProjectError";
    this.diagnostics = list;
  }
}
