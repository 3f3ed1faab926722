import { type Diagnostic, type Place, ProjectError } from "../../diagnostics/diagnostic.js";
import { writeFiles } from "../../files/writeFiles.js";
import { inspectSite, type ResolvedUrl } from "../../inspect/inspectSite.js";
import { findPublicFile } from "../../project/findPublicShadows.js";
import { generateSite, ownedFolders } from "../../project/generateProject.js";
import { scanPublic } from "../../project/scanPublic.js";
import { explainUrl, type UrlExplanation } from "../../router/explainUrl.js";
import { formatUrlPattern } from "../../router/pattern.js";
import type { Route, RouteTable } from "../../router/route.js";
import { type CommandCall, exitCode } from "../command.js";
import { type OpenSite, openSite } from "../openSite.js";
import { printDiagnostics } from "../printDiagnostics.js";

/** `djk routes`: the canonical table, or with `--match` what answers a URL, and why. */
export async function run(call: CommandCall): Promise<number> {
  const opened = await openSite(call);
  const project = await opened.load();
  const { match: url, json } = call.options;
  if (typeof url !== "string") {
    call.terminal.out(json ? toJson(project.table) : formatTable(project.table));
    return exitCode.ok;
  }
  await writeFiles(opened.site, generateSite(project), ownedFolders);
  const path = findPath(url);
  const { resolved, diagnostics } = await resolveUrl(opened, path);
  if (diagnostics.length > 0)
    printDiagnostics(diagnostics, { cwd: opened.site, json: false, terminal: call.terminal });
  const explained = explain(project.table, url, resolved);
  call.terminal.out(json ? toJson(explained) : formatExplanation(explained));
  return exitCode.ok;
}

function toJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

function formatTable(table: RouteTable): string {
  const routes = new Map(table.routes.map((route) => [route.id, route]));
  const cells = table.rows.map((row) => {
    const route = routes.get(row.route) as Route;
    return [route.kind, formatUrlPattern(row, table.trailingSlash), route.name, route.dir];
  });
  const widths = [0, 1, 2].map((column) => Math.max(0, ...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return lines.length > 0 ? lines.join("\n") : "no routes yet: add routes/page.tsx";
}

/** The path of a whole URL, or of one that begins with its path. */
function findPath(url: string): string {
  const isWhole = /^https?:\/\//i.test(url) && URL.canParse(url);
  return new URL(isWhole ? url : `http://site${url.startsWith("/") ? "" : "/"}${url}`).pathname;
}

/** What the site does before its routes are asked; where Django cannot say it, the routes alone are explained. */
async function resolveUrl(
  { site, interpreter }: OpenSite,
  path: string,
): Promise<{ resolved: ResolvedUrl; diagnostics: Diagnostic[] }> {
  const alone = { mount: "", path, shadow: null };
  const file = findPublicFile(scanPublic(site), path);
  if (file !== null) return { resolved: { ...alone, shadow: { name: file } }, diagnostics: [] };
  try {
    const { resolved, diagnostics } = await inspectSite(site, interpreter, ["--resolve", path]);
    return { resolved: resolved ?? alone, diagnostics };
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error;
    return { resolved: alone, diagnostics: error.diagnostics };
  }
}

/** What `--json` prints: the routes' part is empty where something else answers first. */
interface Explanation extends UrlExplanation {
  url: string;
  mount: string | null;
  shadow: { name: string; at?: Place } | null;
}

function explain(table: RouteTable, url: string, { mount, path, shadow }: ResolvedUrl): Explanation {
  const explained = path === null ? nothing : explainUrl(table, path);
  if (shadow !== null) return { url, ...nothing, candidates: explained.candidates, mount, shadow };
  const below = (to: string | null) => (to === null ? null : `${mount}${to}`);
  const { redirect, suggestion } = explained;
  return { url, ...explained, redirect: below(redirect), suggestion: below(suggestion), mount, shadow };
}

const nothing: UrlExplanation = {
  route: null,
  params: {},
  redirect: null,
  notFound: null,
  suggestion: null,
  candidates: [],
};

function formatExplanation(explained: Explanation): string {
  const lines = explained.candidates.map(
    ({ pattern, route: id, matched, reason }) =>
      `  ${matched ? "+" : "-"} ${explained.mount ?? ""}${pattern}  ${id}\n      ${reason}`,
  );
  return [formatAnswer(explained), ...lines].join("\n");
}

function formatAnswer({ url, route, params, redirect, mount, shadow, ...miss }: Explanation): string {
  if (shadow !== null) {
    const place = shadow.at === undefined ? "" : ` (${shadow.at.file}:${shadow.at.line ?? 1})`;
    return `${url} opens no route: ${shadow.name} answers first${place}`;
  }
  if (mount === null) return `${url} opens no route: the site's urls.py includes them below another path`;
  if (route !== null && redirect === null) return `${url} opens ${route} ${JSON.stringify(params)}`;
  if (route !== null)
    return `${url} redirects to ${redirect}, which opens ${route} ${JSON.stringify(params)}; methods other than GET and HEAD are answered without a redirect`;
  const page = miss.notFound === null ? "Django's own 404 page" : miss.notFound;
  const question = miss.suggestion === null ? "" : `; did you mean ${miss.suggestion}?`;
  return `${url} matches no route: ${page} answers with status 404${question}`;
}
