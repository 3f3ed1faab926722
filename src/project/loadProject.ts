import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ModuleNames } from "../codegen/django/names.js";
import type { Config } from "../config/config.js";
import { scanConfig } from "../config/scanConfig.js";
import { type Diagnostic, ProjectError } from "../diagnostics/diagnostic.js";
import { BUILTIN_CONVERTERS, CUSTOM_CONVERTER_RANK } from "../router/converters.js";
import type { Converter, RouteNode, RouteTable } from "../router/route.js";
import { scanRoutes } from "../router/scan.js";
import { buildTable } from "../router/table.js";
import { buildTree } from "../router/tree.js";
import { findPublicShadows } from "./findPublicShadows.js";
import { findTemplateProblems } from "./findTemplateProblems.js";
import { findUnusedRanks } from "./findUnusedRanks.js";
import { buildModuleNames } from "./moduleNames.js";
import { scanPublic } from "./scanPublic.js";

/** A site as djk understands it at one moment: the value that everything generated is made from. */
export interface Project {
  /** Absolute path of the site's folder. */
  site: string;
  config: Config;
  table: RouteTable;
  modules: ModuleNames;
  /** Contents of `page.html` files, by path relative to the site. */
  pageTemplates: ReadonlyMap<string, string>;
  /** What deserves a word but stops nothing. */
  warnings: Diagnostic[];
}

/** Asks Django for the converters that the project registers itself. */
export type ReadConverters = (
  config: Config,
  modules: ModuleNames,
) => Promise<Pick<Converter, "name" | "regex">[]>;

/**
 * Reads `djk.toml` and `routes/`.
 *
 * @param readConverters called only when a segment names a converter that Django does not bring along
 * @throws ProjectError with every problem that was found
 */
export async function loadProject(site: string, readConverters: ReadConverters): Promise<Project> {
  const { config, diagnostics: configProblems } = await scanConfig(site);
  const tree = buildTree(await scanRoutes(site));
  if (config === null) throw new ProjectError([...configProblems, ...tree.diagnostics]);
  const modules = buildModuleNames(tree.root);
  const converters = await findConverters(tree.root, () => readConverters(config, modules), config).catch(
    (error: unknown) => {
      if (!(error instanceof ProjectError)) throw error;
      throw new ProjectError([...configProblems, ...tree.diagnostics, ...error.diagnostics]);
    },
  );
  const built = buildTable(tree.root, { converters, trailingSlash: config.site.trailingSlash });
  const problems = [...configProblems, ...tree.diagnostics, ...built.diagnostics];
  if (problems.some((problem) => problem.severity === "error")) throw new ProjectError(problems);
  const pageTemplates = await readPageTemplates(site, built.table);
  const warnings = [
    ...problems,
    ...findUnusedRanks(config.converterRanks, listConverterNames(tree.root)),
    ...findTemplateProblems(pageTemplates),
    ...findPublicShadows(scanPublic(site), built.table),
  ];
  return { site, config, table: built.table, modules, pageTemplates, warnings };
}

/** The converters that may be named: Django's own, and the project's where the tree names others. */
async function findConverters(
  root: RouteNode,
  readRegistered: () => ReturnType<ReadConverters>,
  { converterRanks }: Config,
): Promise<Converter[]> {
  const known = new Set(BUILTIN_CONVERTERS.map((converter) => converter.name));
  if ([...listConverterNames(root)].every((name) => known.has(name))) return [...BUILTIN_CONVERTERS];
  const registered = await readRegistered();
  const custom = registered.filter(({ name }) => !known.has(name) && !unusable.has(name));
  return [
    ...BUILTIN_CONVERTERS,
    ...custom.map(({ name, regex }): Converter => {
      const rank = converterRanks[name] ?? CUSTOM_CONVERTER_RANK;
      return { name, regex, type: "string", rank };
    }),
  ];
}

/** Converters that span segments: a rest parameter takes their place. */
const unusable = new Set(["path", "djk_rest"]);

function* listConverterNames(node: RouteNode): Iterable<string> {
  if (node.segment?.kind === "param" && node.segment.converter !== null) yield node.segment.converter;
  for (const child of node.children) yield* listConverterNames(child);
}

async function readPageTemplates(site: string, table: RouteTable): Promise<Map<string, string>> {
  const files = table.routes.flatMap((route) => route.files.pageTemplate ?? []);
  const read = files.map(
    async (file): Promise<[string, string]> => [file, await readFile(join(site, file), "utf8")],
  );
  return new Map(await Promise.all(read));
}
