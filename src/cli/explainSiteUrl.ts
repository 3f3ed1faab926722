import { type Diagnostic, type Place, ProjectError } from "../diagnostics/diagnostic.js";
import { inspectSite, type ResolvedUrl } from "../inspect/inspectSite.js";
import { findPublicFile } from "../project/findPublicShadows.js";
import { scanPublic } from "../project/scanPublic.js";
import { explainUrl, type UrlExplanation } from "../router/explainUrl.js";
import type { RouteTable } from "../router/route.js";
import type { OpenSite } from "./openSite.js";

/**
 * Explains what a site does with a URL: what stands before the routes, then the routes.
 *
 * @param url a whole URL or one that begins with its path; the site's generated files are up to date
 * An empty URL is the site's root.
 *
 * @returns `diagnostics` say why Django could not be asked; the routes alone are explained then
 */
export async function explainSiteUrl(
  opened: Pick<OpenSite, "site" | "interpreter">,
  table: RouteTable,
  url: string,
): Promise<{ explanation: Explanation; diagnostics: Diagnostic[] }> {
  const { resolved, diagnostics } = await resolveUrl(opened, findPath(url));
  return { explanation: explain(table, url || "/", resolved), diagnostics };
}

/** The path of a whole URL, or of one that begins with its path. */
function findPath(url: string): string {
  const isWhole = /^https?:\/\//i.test(url) && URL.canParse(url);
  return new URL(isWhole ? url : `http://site${url.startsWith("/") ? "" : "/"}${url}`).pathname;
}

/** What the site does before its routes are asked; where Django cannot say it, the routes alone are explained. */
async function resolveUrl(
  { site, interpreter }: Pick<OpenSite, "site" | "interpreter">,
  path: string,
): Promise<{ resolved: ResolvedUrl; diagnostics: Diagnostic[] }> {
  const alone = { mount: "", path, params: null, shadow: null };
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

/** What a site does with a URL; of the routes only the candidates are told where something else answers first. */
export interface Explanation extends UrlExplanation {
  url: string;
  mount: string | null;
  shadow: { name: string; at?: Place } | null;
}

function explain(table: RouteTable, url: string, { mount, path, params, shadow }: ResolvedUrl): Explanation {
  const explained = path === null ? nothing : explainUrl(table, path);
  if (shadow !== null) return { url, ...nothing, candidates: explained.candidates, mount, shadow };
  const below = (to: string | null) => (to === null ? null : `${mount}${to}`);
  const { redirect, suggestion } = explained;
  return {
    url,
    ...explained,
    params: params ?? explained.params,
    redirect: below(redirect),
    suggestion: below(suggestion),
    mount,
    shadow,
  };
}

const nothing: UrlExplanation = {
  route: null,
  params: {},
  redirect: null,
  notFound: null,
  suggestion: null,
  candidates: [],
};
