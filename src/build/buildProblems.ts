import { relative, sep } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Rolldown } from "vite";
import type { Diagnostic, Place } from "../diagnostics/diagnostic.js";

/** What a failed bundle threw, as one diagnostic per problem, each problem once. */
export function describeBuildFailure(error: unknown, site: string): Diagnostic[] {
  const errors = (error as Rolldown.BundleError).errors ?? [error as Rolldown.RolldownError];
  const described = errors.map((log) => describeBuildLog(log, site, "error"));
  const distinct = new Map(described.map((problem) => [JSON.stringify(problem), problem]));
  return [...distinct.values()];
}

/** One message of the bundler, its place relative to the site and without its drawing of the code. */
export function describeBuildLog(
  log: Rolldown.RolldownLog,
  site: string,
  severity: Diagnostic["severity"],
): Diagnostic {
  const code = severity === "error" ? "client-build" : "client-build-warning";
  const missing = findMissingDefault(log, site);
  if (missing !== null) return { code, severity, ...missing };
  const text = stripVTControlCharacters(log.message);
  const place = findPlace(log, text, site);
  const hint = log.code === "UNRESOLVED_IMPORT" ? formatImportHint(log.exporter) : null;
  return {
    code,
    severity,
    message: formatMessage(log, text, site),
    ...(place === null ? {} : { at: place }),
    ...(hint === null ? {} : { hint }),
  };
}

function formatMessage(log: Rolldown.RolldownLog, text: string, site: string): string {
  const [line = ""] = text.split("\n");
  const sentence = line.replace(/^(\[[^\]]*\]\s*)+/, "").trim() || text.trim();
  // Rolldown's paths are relative to the working directory; `at` has the place already.
  if (log.code === "UNRESOLVED_IMPORT") return sentence.replace(/ in [^']*$/, "");
  if (log.code === "MISSING_EXPORT" && log.exporter !== undefined)
    return sentence.replace(/exported by ".*$/, `exported by ${relativePath(log.exporter, site)}`);
  return sentence;
}

function formatImportHint(specifier: string | undefined): string | null {
  const isPackage = specifier !== undefined && /^(@[\w.-]+\/)?[\w-]/.test(specifier);
  if (!isPackage) return null;
  const name = specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
  return `If ${name} is a package, install it: npm install ${name}`;
}

/** A special file without a default export: Rolldown blames the generated branch that imports it. */
function findMissingDefault(
  log: Rolldown.RolldownLog,
  site: string,
): Pick<Diagnostic, "message" | "at" | "hint"> | null {
  const isBranch = log.id !== undefined && relativePath(log.id, site).startsWith(".djk/client/");
  if (!isBranch || log.code !== "MISSING_EXPORT" || log.exporter === undefined) return null;
  const file = relativePath(log.exporter, site);
  return {
    message: `${file} has no default export`,
    at: { file },
    hint: "Export the component as default: export default function Page() { … }",
  };
}

/** Errors of the parser carry no `loc`, only a drawing that begins with `╭─[ file:line:column ]`. */
function findPlace(log: Rolldown.RolldownLog, text: string, site: string): Place | null {
  const drawn = /╭─\[ (.+):(\d+):(\d+) \]/.exec(text);
  const file = log.loc?.file ?? log.id ?? drawn?.[1];
  if (file === undefined) return null;
  const path = relativePath(file, site);
  if (drawn !== null) return { file: path, line: Number(drawn[2]), column: Number(drawn[3]) };
  const line = log.loc?.line;
  return line === undefined ? { file: path } : { file: path, line, column: (log.loc?.column ?? 0) + 1 };
}

function relativePath(file: string, site: string): string {
  return relative(site, file.replace(/\?.*$/, "")).split(sep).join("/");
}
