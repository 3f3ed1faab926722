import { compileWhole } from "./converters.js";
import { decodePath } from "./decodePath.js";
import { formatPattern } from "./pattern.js";
import type { Converter, Row } from "./route.js";

/** Converters by name, as the table asset has them. */
export type ConverterTwins = Readonly<Record<string, Pick<Converter, "regex" | "type">>>;

/** Path parameters by name; an absent optional one is left out. */
export type MatchedParams = Record<string, string | number>;

export interface Match {
  /** Route id. */
  route: string;
  params: MatchedParams;
  row: Row;
}

/** One row of the table in the light of a URL. */
export interface Candidate {
  row: Row;
  /** Whether the row fits the URL; the first one that does wins. */
  matched: boolean;
  reason: string;
}

/** Rows by their parts. At every step the branches are tried in canonical order. */
interface Step {
  words: Map<string, Step>;
  params: Map<string | null, { fits: (text: string) => boolean; step: Step }>;
  end: Row | null;
  rest: Row | null;
}

export interface CompiledTable {
  rows: readonly Row[];
  converters: ConverterTwins;
  start: Step;
}

/** Python refuses to make an int of more digits, and then Django goes on with the next pattern. */
const MAX_INT_DIGITS = 4300;

/** Prepare rows in canonical order for `match`. Throws when a row names a converter that is missing. */
export function compileTable(rows: readonly Row[], converters: ConverterTwins): CompiledTable {
  return { rows, converters, start: compileRows(rows, converters) };
}

/**
 * Find what answers a URL's path (percent-encoded, without mount, query and hash), exactly as Django's resolver does.
 *
 * The escape `%2F` separates segments, case counts, one trailing slash is optional unless the row is bare.
 */
export function match(table: CompiledTable, pathname: string): Match | null {
  const { parts, slash } = splitPath(pathname);
  const row = findRow(table.start, parts, 0, slash);
  return row === null ? null : { route: row.route, params: readParams(row, parts, table.converters), row };
}

/** The form of a path, which a row fits, that Django does not redirect: with or without a slash (`%2F` is one) at its end. */
export function formatCanonicalPath(
  pathname: string,
  row: Pick<Row, "bare">,
  trailingSlash: "always" | "never",
): string {
  const hasSlash = /(?:\/|%2f)$/i.test(pathname);
  if (row.bare || pathname === "/" || hasSlash === (trailingSlash === "always")) return pathname;
  return hasSlash ? pathname.replace(/(?:\/|%2f)$/i, "") : `${pathname}/`;
}

/** Explain a URL: every row that fits it or begins with the same word, in canonical order, and why it wins or not. */
export function explainMatch(table: CompiledTable, pathname: string): Candidate[] {
  const path = splitPath(pathname);
  const candidates = table.rows.filter((row) => isNear(row, path.parts));
  const fitting = candidates.filter((row) => fits(row, path, table.converters));
  return candidates.map((row) => {
    const matched = fitting.includes(row);
    return { row, matched, reason: matched ? formatRank(row, fitting[0]!) : formatMiss(row, path, table) };
  });
}

function compileRows(rows: readonly Row[], converters: ConverterTwins): Step {
  const start = emptyStep();
  for (const row of rows) addRow(start, row, converters);
  return start;
}

function emptyStep(): Step {
  return { words: new Map(), params: new Map(), end: null, rest: null };
}

function addRow(start: Step, row: Row, converters: ConverterTwins): void {
  let step = start;
  for (const part of row.parts) {
    if (part.kind === "rest") {
      step.rest ??= row;
      return;
    }
    step = part.kind === "word" ? stepIntoWord(step, part.text) : stepInto(step, part.converter, converters);
  }
  step.end ??= row;
}

function stepIntoWord(step: Step, text: string): Step {
  const next = step.words.get(text) ?? emptyStep();
  step.words.set(text, next);
  return next;
}

function stepInto(step: Step, converter: string | null, converters: ConverterTwins): Step {
  const next = step.params.get(converter) ?? { fits: compileTest(converter, converters), step: emptyStep() };
  step.params.set(converter, next);
  return next.step;
}

/** Make the test for whether a segment fits a converter, as Django decides it; null is a parameter without one. */
export function compileTest(converter: string | null, converters: ConverterTwins): (text: string) => boolean {
  if (converter === null) return (text) => text !== "";
  const twin = converters[converter];
  const regex = twin === undefined ? null : compileWhole(twin.regex);
  if (twin === undefined || regex === null)
    throw new Error(`no usable converter "${converter}" in the table`);
  if (twin.type === "number") return (text) => text.length <= MAX_INT_DIGITS && regex.test(text);
  return (text) => regex.test(text);
}

/** The parts of a decoded path, and whether a slash follows the last one. */
interface SplitPath {
  parts: string[];
  slash: boolean;
}

function splitPath(pathname: string): SplitPath {
  const path = decodePath(pathname).slice(1);
  if (path === "") return { parts: [], slash: false };
  const slash = path.endsWith("/");
  return { parts: (slash ? path.slice(0, -1) : path).split("/"), slash };
}

function findRow(step: Step, parts: readonly string[], index: number, slash: boolean): Row | null {
  if (index === parts.length) return step.end !== null && !(slash && step.end.bare) ? step.end : null;
  const text = parts[index]!;
  const word = step.words.get(text);
  const byWord = word === undefined ? null : findRow(word, parts, index + 1, slash);
  if (byWord !== null) return byWord;
  for (const param of step.params.values()) {
    const found = param.fits(text) ? findRow(param.step, parts, index + 1, slash) : null;
    if (found !== null) return found;
  }
  return step.rest !== null && isRest(parts.slice(index)) ? step.rest : null;
}

function isRest(parts: readonly string[]): boolean {
  return parts.length > 0 && parts.every((part) => part !== "" && part !== "." && part !== "..");
}

/** Read the parameters of a row from the parts of a path that it fits. */
export function readParams(row: Row, parts: readonly string[], converters: ConverterTwins): MatchedParams {
  const params: MatchedParams = {};
  for (const [index, part] of row.parts.entries()) {
    if (part.kind === "rest") params[part.name] = parts.slice(index).join("/");
    if (part.kind !== "param") continue;
    const text = parts[index]!;
    const number = part.converter !== null && converters[part.converter]?.type === "number";
    params[part.name] = number ? Number(text) : text;
  }
  return params;
}

function fits(row: Row, { parts, slash }: SplitPath, converters: ConverterTwins): boolean {
  return findRow(compileRows([row], converters), parts, 0, slash) !== null;
}

function isNear(row: Row, parts: readonly string[]): boolean {
  const [first] = row.parts;
  if (first === undefined) return parts.length === 0;
  return first.kind === "word" ? first.text === parts[0] : parts.length > 0;
}

function formatRank(row: Row, winner: Row): string {
  if (row === winner) return "the first pattern that fits";
  return `fits as well, but /${formatPattern(winner.parts)} comes first`;
}

function formatMiss(row: Row, { parts, slash }: SplitPath, table: CompiledTable): string {
  for (const [index, part] of row.parts.entries()) {
    const text = parts[index];
    if (part.kind === "rest") return "the remaining path is empty or has an empty, . or .. segment";
    if (text === undefined) return `needs ${row.parts.length} segments, the URL has ${parts.length}`;
    if (part.kind === "word" && part.text !== text) return `"${text}" is not "${part.text}"`;
    if (part.kind === "param" && !compileTest(part.converter, table.converters)(text))
      return part.converter === null
        ? `<${part.name}> cannot be empty`
        : formatUnfit(text, part.converter, table.converters);
  }
  if (slash && row.bare) return "has no form with a trailing slash";
  return `ends after segment ${row.parts.length} of ${parts.length}`;
}

function formatUnfit(text: string, converter: string, converters: ConverterTwins): string {
  const { regex, type } = converters[converter]!;
  if (type === "number" && text.length > MAX_INT_DIGITS)
    return `a number of ${text.length} digits is more than Python reads (${MAX_INT_DIGITS})`;
  return `"${text}" is no ${converter} (${regex})`;
}
