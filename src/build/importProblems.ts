import { readFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import type { EnvironmentModuleNode, Plugin, Rolldown } from "vite";
import { findTypeImport, isTypes } from "./emptyTypes.js";

/** Where a file of the site imports something. */
interface Import {
  /** As Vite asks for it: an alias is replaced already. */
  source: string;
  /** Absolute path of the file. */
  importer: string;
}

/** Ends with a clear error what a file of the site imports and no browser can have, in development and in a build. */
export function refuseImports(site: string): Plugin {
  const refused = new Set<string>();
  return {
    name: "djk:imports",
    enforce: "pre",
    async resolveId(source, importer, options) {
      const isForeign = importer === undefined || !isOwnFile(importer, site);
      if (isForeign || this.environment.name !== "client" || ("scan" in options && options.scan)) return null;
      if (!isSuspect(source, site) || (this.environment.mode === "build" && isBundlers(source))) return null;
      const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
      const problem = isTypes(source)
        ? await describeTypes({ source, importer })
        : describeImport(source, resolved?.id ?? null, site);
      if (problem === null) return resolved;
      refused.add(importer);
      return this.error({ message: problem, id: importer, ...(await locate({ source, importer }, site)) });
    },
    hotUpdate({ type, modules }) {
      const { name, moduleGraph } = this.environment;
      if (name !== "client" || type === "update") return;
      if (type === "delete") return replaceRemoved(modules, site);
      // A file that is new may be the one that was missing.
      const waiting = [...refused].flatMap((file) => [...(moduleGraph.getModulesByFile(file) ?? [])]);
      refused.clear();
      return [...new Set([...modules, ...waiting])];
    },
  };
}

/** The browser must read again what imports a removed file: Vite would ask for the file itself, and say nothing. */
function replaceRemoved(modules: readonly EnvironmentModuleNode[], site: string): EnvironmentModuleNode[] {
  return modules.flatMap((module) => {
    const importers = [...module.importers].filter(({ id }) => id !== null && isOwnFile(id, site));
    return importers.length > 0 ? importers : [module];
  });
}

/** Whether somebody wrote the file by hand, for this site. */
function isOwnFile(path: string, site: string): boolean {
  return (
    path.startsWith(`${site}/`) && !/\/node_modules\/|\0/.test(path) && !path.startsWith(`${site}/.djk/`)
  );
}

function isSuspect(source: string, site: string): boolean {
  return isPython(source) || isBuiltin(source) || isFile(source, site);
}

/** Rolldown names each relative import that it does not find, and goes on. */
function isBundlers(source: string): boolean {
  return source.startsWith(".") && !isPython(source) && !isTypes(source);
}

function isPython(source: string): boolean {
  return /\.py(\?|$)/.test(source);
}

function isFile(source: string, site: string): boolean {
  return /^\.\.?(\/|$)/.test(source) || source.startsWith(`${site}/`);
}

/** What is wrong with an import and what to do; null when nothing is. */
function describeImport(source: string, resolved: string | null, site: string): string | null {
  const name = formatSource(source, site);
  if (isPython(source))
    return `${name} cannot be imported: Python never runs in the browser. The page has what get() of its page.py returns as the prop data.`;
  if (isBuiltin(source) && (resolved === null || /^(node:|__vite-browser-external)/.test(resolved)))
    return `${name} belongs to Node, but this file runs in the browser. Do it in Python, in get() of page.py.`;
  if (isFile(source, site) && resolved === null)
    return `${name} does not exist. Correct the import, or bring the file back.`;
  return null;
}

/** Types are gone before anything runs: as a value, a name of `$types` is undefined. */
async function describeTypes({ source, importer }: Import): Promise<string | null> {
  const name = findTypeImport(await readText(importer), source);
  if (name === null) return null;
  return `${name} is a type, and ${source} holds nothing else. Write import type { … } from "${source}".`;
}

function formatSource(source: string, site: string): string {
  return source.startsWith(`${site}/`) ? `@/${source.slice(site.length + 1)}` : source;
}

/**
 * The place of an import in the text of its file, for the drawing of the code; nothing where it is written otherwise.
 * Vite takes a place without `pluginCode` for one of the code that it has made of the file.
 */
async function locate({ source, importer }: Import, site: string): Promise<Partial<Rolldown.RolldownLog>> {
  const file = importer.replace(/\?.*$/, "");
  const text = await readText(importer);
  const quoted = [source, formatSource(source, site)].flatMap((name) => [`"${name}"`, `'${name}'`]);
  const start = Math.max(...quoted.map((specifier) => text.indexOf(specifier)));
  if (start < 0) return {};
  const before = text.slice(0, start).split("\n");
  const loc = { file, line: before.length, column: before.at(-1)?.length ?? 0 };
  return { loc, pluginCode: text };
}

function readText(importer: string): Promise<string> {
  return readFile(importer.replace(/\?.*$/, ""), "utf8").catch(() => "");
}
