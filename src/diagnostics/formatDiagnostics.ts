import { formatCodeFrame } from "./codeFrame.js";
import type { Diagnostic, Place } from "./diagnostic.js";

export interface FormatOptions {
  colour: boolean;
  /** The text of a file of the site, or null where there is none to show. */
  readSource?: (file: string) => string | null;
  /** Folder of the pages on codes, as it is shown; a site has it in `node_modules/`. */
  pages?: string;
}

type Paint = (style: keyof typeof STYLES, text: string) => string;

const STYLES = { error: "\x1b[1;31m", warning: "\x1b[1;33m", strong: "\x1b[1m", dim: "\x1b[2m" };

/** Format diagnostics for the terminal, one block each and a last line that counts them; empty for none. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[], options: FormatOptions): string {
  if (diagnostics.length === 0) return "";
  const paint: Paint = (style, text) => (options.colour ? `${STYLES[style]}${text}\x1b[0m` : text);
  const blocks = diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, options, paint));
  return [...blocks, formatCount(diagnostics)].join("\n\n");
}

function formatDiagnostic(diagnostic: Diagnostic, options: FormatOptions, paint: Paint): string {
  const { readSource, pages = "node_modules/djk/docs/errors" } = options;
  const { severity, code, message, at, related = [], hint, detail } = diagnostic;
  const lines = [
    `${paint(severity, severity)} ${paint("strong", toPrintable(message))} ${paint("dim", `[${code}]`)}`,
    ...(at === undefined ? [] : formatPlace(at, readSource)),
    ...related.flatMap((note) => [`  ${toPrintable(note.message)}:`, ...formatPlace(note.at, readSource)]),
    ...(detail === undefined ? [] : detail.split("\n").map((line) => `    ${toPrintable(line)}`.trimEnd())),
    ...(hint === undefined ? [] : [`  ${paint("strong", "fix:")} ${toPrintable(hint)}`]),
    `  ${paint("dim", `${pages}/${code}.md`)}`,
  ];
  return lines.join("\n");
}

function formatPlace(at: Place, readSource: FormatOptions["readSource"]): string[] {
  const position = [at.file, at.line, at.line === undefined ? undefined : at.column];
  const place = toPrintable(position.filter((part) => part !== undefined).join(":"));
  const source = at.line === undefined ? null : (readSource?.(at.file) ?? null);
  const frame = source === null ? null : formatCodeFrame(source, at);
  const frameLines = frame === null ? [] : frame.split("\n").map((line) => `    ${toPrintable(line)}`);
  return [`    ${place}`, ...frameLines];
}

/** Show control characters as escapes, so that a file name cannot steer the terminal; line breaks stay. */
function toPrintable(text: string): string {
  return text.replace(/[^\P{Cc}\n]/gu, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

function formatCount(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.length - errors;
  return [countOf(errors, "error"), countOf(warnings, "warning")].filter((text) => text !== "").join(", ");
}

function countOf(count: number, noun: string): string {
  if (count === 0) return "";
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
