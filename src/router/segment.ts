import type { DiagnosticCode } from "../diagnostics/codes.js";
import { BUILTIN_CONVERTERS } from "./converters.js";
import { PYTHON_KEYWORDS } from "./pythonKeywords.js";
import type { Segment } from "./route.js";

/** Why a folder name is no segment. */
export interface SegmentProblem {
  code: DiagnosticCode;
  /** One sentence that names the folder. */
  message: string;
  hint: string;
}

export type ParsedSegment = { segment: Segment } | { problem: SegmentProblem };

const ESCAPE = /\[x\+([^\][]*)\]/g;
const FORBIDDEN = /[#?%*:<>\\"|\p{Cc}]/u;
/** Not even escaped: `/` would be two segments, `path()` cannot hold `<` and `>`, `reverse()` fails on `%`. */
const IMPOSSIBLE = /[/<>%\p{Cc}\p{Cs}]/u;

/**
 * Parse a folder name below `routes/`.
 *
 * Words come back in NFC with their escapes resolved. `[x=str]` keeps its converter, so that it stays apart from `[x]`
 * on disk.
 */
export function parseSegment(name: string): ParsedSegment {
  if (name.startsWith("@")) return refuseParallel(name);
  if (/^\(\.{1,3}\)/.test(name)) return refuseIntercepting(name);
  if (name.startsWith("(")) return parseGroup(name);
  const withoutEscapes = name.replace(ESCAPE, "");
  if (!/[[\]]/.test(withoutEscapes)) return parseWord(name);
  const found = /^\[(?:\[([^[\]]*)\]|([^[\]]*))\]$/.exec(name);
  if (found !== null) return parseParameter(name, found[1] ?? found[2]!, found[1] !== undefined);
  return isBalanced(withoutEscapes) ? refuseTextAround(name) : refuseBrackets(name);
}

function parseGroup(name: string): ParsedSegment {
  const found = /^\(([^()[\]]+)\)$/.exec(name);
  const text = found?.[1]?.normalize("NFC");
  if (text === undefined || FORBIDDEN.test(text) || text !== text.trim())
    return problem(
      "segment-group",
      `"${name}" is not a group: a group is one name in parentheses and nothing around it`,
      "Write (name), for example (shop). The name is not part of the URL.",
    );
  return { segment: { kind: "group", name: text } };
}

function parseWord(name: string): ParsedSegment {
  const raw = name.replace(ESCAPE, "");
  const forbidden = FORBIDDEN.exec(raw)?.[0];
  if (forbidden !== undefined) return refuseCharacter(name, forbidden);
  if (/^\s|\s$/u.test(name) || name.endsWith("."))
    return problem(
      "segment-edge",
      `"${name}" begins or ends with a space, or ends with a dot`,
      "Such names get lost in links and on some file systems. Remove it.",
    );
  if (!isBalancedPair(raw, "(", ")"))
    return problem(
      "segment-group",
      `"${name}" has a parenthesis without its partner`,
      "A group is a whole name in parentheses: (shop).",
    );
  return unescapeWord(name);
}

function unescapeWord(name: string): ParsedSegment {
  for (const [written, digits] of name.matchAll(ESCAPE)) {
    const char = decodeHex(digits!);
    if (char === null || IMPOSSIBLE.test(char))
      return problem(
        "segment-escape",
        `${written} in "${name}" is not the code of a character that a URL segment can hold`,
        "Write the code point in hexadecimal digits: [x+5f] is an underscore, [x+2e] a dot.",
      );
  }
  const text = name.replace(ESCAPE, (_, digits: string) => decodeHex(digits)!).normalize("NFC");
  if (text === "." || text === "..")
    return problem(
      "segment-edge",
      `"${name}" stands for "${text}", which browsers resolve instead of sending it`,
      "Choose another name.",
    );
  return { segment: { kind: "word", text } };
}

function decodeHex(digits: string): string | null {
  if (!/^[0-9a-f]{2,6}$/i.test(digits)) return null;
  const code = Number.parseInt(digits, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : null;
}

function parseParameter(folder: string, body: string, optional: boolean): ParsedSegment {
  const [, dots, rest] = /^([.…]*)(.*)$/su.exec(body)!;
  if (dots !== "" && dots !== "...") return refuseEllipsis(folder, dots!, rest!);
  const [name, converter] = splitOnce(rest!, "=");
  const refusal = findNameProblem(folder, name) ?? findConverterProblem(folder, name, converter, dots !== "");
  if (refusal !== null) return refusal;
  if (dots !== "") return { segment: { kind: "rest", name, optional } };
  return { segment: { kind: "param", name, converter, optional } };
}

function splitOnce(text: string, separator: string): [string, string | null] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}

function findNameProblem(folder: string, name: string): ParsedSegment | null {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || name.includes("__"))
    return problem(
      "parameter-name",
      `"${name}" in "${folder}" cannot be the name of a parameter`,
      suggestName(name),
    );
  if (PYTHON_KEYWORDS.has(name))
    return problem(
      "parameter-keyword",
      `"${name}" in "${folder}" is a Python keyword, so no handler could take it`,
      `Choose another name, for example [${name.toLowerCase()}_].`,
    );
  if (name === "request")
    return problem(
      "parameter-reserved",
      `"request" in "${folder}" is the name of every handler's first argument`,
      "Choose another name, for example [request_id].",
    );
  return null;
}

function suggestName(name: string): string {
  const [, left, right] = /^([a-z_]+):([a-z_]+)$/i.exec(name) ?? [];
  if (left !== undefined && right !== undefined)
    return `A converter follows "=": ${suggestConverter(left, right)}.`;
  if (name.endsWith("?")) return `An optional parameter is written [[${name.slice(0, -1)}]].`;
  const rule = "Use ASCII letters, digits and single underscores, not beginning with a digit";
  const ascii = name.normalize("NFD").replace(/\p{M}/gu, "");
  const suggestion = ascii.replace(/[^\p{L}\p{N}]+/gu, "_").replace(/^_+|_+$/g, "");
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(suggestion) ? `${rule}, for example [${suggestion}].` : `${rule}.`;
}

/** Other frameworks have the name first, Django has the converter first. */
function suggestConverter(left: string, right: string): string {
  const known = new Set(BUILTIN_CONVERTERS.map(({ name }) => name));
  if (known.has(right)) return `[${left}=${right}]`;
  return known.has(left) ? `[${right}=${left}]` : `[${left}=${right}] or [${right}=${left}]`;
}

function findConverterProblem(
  folder: string,
  name: string,
  converter: string | null,
  rest: boolean,
): ParsedSegment | null {
  if (converter === null) return null;
  if (rest)
    return problem(
      "rest-converter",
      `"${folder}" gives a rest parameter a converter`,
      `Write [...${name}]; its value is the remaining path as text.`,
    );
  if (converter === "path" || converter === "djk_rest")
    return problem(
      "path-converter",
      `"${folder}" uses the converter "${converter}", which takes more than one segment`,
      `Write [...${name}] for the remaining path.`,
    );
  if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(converter))
    return problem(
      "unknown-converter",
      `"${converter}" in "${folder}" cannot be the name of a converter`,
      `Name a converter that Django knows: [${name}=int], [${name}=slug], [${name}=uuid].`,
    );
  return null;
}

function refuseParallel(name: string): ParsedSegment {
  return problem(
    "parallel-route",
    `"${name}" would be a parallel route; djk has none`,
    "Render both parts from one page.tsx or layout.tsx. A literal @ is written [x+40].",
  );
}

function refuseIntercepting(name: string): ParsedSegment {
  return problem(
    "intercepting-route",
    `"${name}" would be an intercepting route; djk has none`,
    "Open the overlay from state of the page or from a query parameter.",
  );
}

function refuseEllipsis(folder: string, dots: string, rest: string): ParsedSegment {
  return problem(
    "segment-ellipsis",
    `"${folder}" has "${dots}" where a rest parameter has three dots`,
    `Write [...${rest.replace(/^[.…]+/u, "")}].`,
  );
}

function refuseTextAround(name: string): ParsedSegment {
  return problem(
    "text-around-parameter",
    `"${name}" has something beside a parameter; a parameter is a whole segment`,
    "Take the whole segment as one parameter, such as [name], and split it in the handler.",
  );
}

function refuseBrackets(name: string): ParsedSegment {
  return problem(
    "segment-brackets",
    `the brackets of "${name}" make no segment`,
    "Write [x], [x=int], [[x]], [...x] or [[...x]]. A literal [ is written [x+5b], a literal ] is [x+5d].",
  );
}

function refuseCharacter(name: string, char: string): ParsedSegment {
  const code = char.codePointAt(0)!.toString(16).padStart(2, "0");
  const parameter = /^(?::|<(?:\w+:)?)(\w+)>?$/.exec(name)?.[1];
  const shown = /\p{Cc}/u.test(char) ? `the control character U+${code.padStart(4, "0")}` : char;
  return problem(
    "segment-character",
    `"${name}" holds ${shown}, which a folder below routes/ may not`,
    parameter !== undefined
      ? `A parameter is written [${parameter}].`
      : IMPOSSIBLE.test(char)
        ? "Rename the folder."
        : `Rename the folder, or write the character as [x+${code}].`,
  );
}

/** Whether every bracket has its partner and none is nested deeper than an optional's two. */
function isBalanced(text: string): boolean {
  return isBalancedPair(text, "[", "]") && !text.includes("[[[");
}

function isBalancedPair(text: string, open: string, close: string): boolean {
  let depth = 0;
  for (const char of text) {
    if (char === open) depth += 1;
    if (char === close) depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

function problem(code: DiagnosticCode, message: string, hint: string): ParsedSegment {
  return { problem: { code, message, hint } };
}
