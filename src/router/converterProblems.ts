import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { findNearest } from "../diagnostics/didYouMean.js";
import { findConverterProblem } from "./converters.js";
import type { Converter, RouteNode } from "./route.js";

/** Find folders whose converter Django does not have, and converters that the browser cannot follow. */
export function findConverterDiagnostics(root: RouteNode, converters: readonly Converter[]): Diagnostic[] {
  const byName = new Map(converters.map((converter) => [converter.name, converter]));
  const uses = listUses(root);
  const unknown = uses.filter(({ name }) => !byName.has(name));
  const firstUses = uses.filter((use, index) => uses.findIndex(({ name }) => name === use.name) === index);
  return [
    ...unknown.map((use) => reportUnknown(use, [...byName.keys()])),
    ...firstUses.flatMap((use) => findUnfit(use, byName.get(use.name))),
  ];
}

interface Use {
  name: string;
  dir: string;
}

function listUses(node: RouteNode): Use[] {
  const segment = node.segment;
  const own =
    segment?.kind === "param" && segment.converter !== null
      ? [{ name: segment.converter, dir: node.dir }]
      : [];
  return [...own, ...node.children.flatMap(listUses)];
}

function reportUnknown({ name, dir }: Use, known: readonly string[]): Diagnostic {
  const nearest = findNearest(name, known);
  const question = nearest === null ? "" : `; did you mean "${nearest}"?`;
  return {
    code: "unknown-converter",
    severity: "error",
    message: `Django has no path converter "${name}"${question}`,
    at: { file: dir },
    hint: `Known converters: ${known.join(", ")}. Register your own with register_converter() in an AppConfig's ready().`,
  };
}

const UNFIT = {
  regex: {
    code: "converter-regex",
    reason: "is not valid in JavaScript, so links could not be matched in the browser",
    hint: "Write it with syntax that Python and JavaScript share, and leave further checks to to_python().",
  },
  slash: {
    code: "converter-slash",
    reason: "can match a slash, but a parameter is one segment",
    hint: "Use [...name] for the remaining path, or one folder for each part.",
  },
  empty: {
    code: "converter-empty",
    reason: "can match nothing at all, but a segment is never empty",
    hint: "Let the regex match at least one character; an optional parameter is written [[name=converter]].",
  },
} as const;

function findUnfit({ name, dir }: Use, converter: Converter | undefined): Diagnostic[] {
  const problem = converter === undefined ? null : findConverterProblem(converter);
  if (converter === undefined || problem === null) return [];
  const { code, reason, hint } = UNFIT[problem];
  const message = `the regex of the converter "${name}" ${reason}: ${converter.regex}`;
  return [{ code, severity: "error", message, at: { file: dir }, hint }];
}
