import { join } from "node:path";
import type { BuildEnvironmentOptions, InlineConfig, Manifest, Plugin, Rolldown } from "vite";
import type { GeneratedFile } from "../codegen/generatedFile.js";
import { type Diagnostic, ProjectError } from "../diagnostics/diagnostic.js";
import { describeBuildFailure, describeBuildLog } from "./buildProblems.js";
import { type Contents, findPackage, listContents } from "./contents.js";
import { createViteConfig } from "./viteConfig.js";

export interface ClientBuildOptions {
  /** Absolute path of the site's folder. */
  site: string;
  /** URL prefix of the built files, with a slash at both ends: `/static/client/`. */
  base: string;
  /** Modules to build, each an entry of its own that keeps its exports: name → path relative to the site. */
  entries: Readonly<Record<string, string>>;
  /** Modules that need not be on disk, paths relative to the site. */
  generated?: readonly GeneratedFile[];
}

/** A file to write; that of a client build has no folder in its path. */
export interface ClientFile {
  path: string;
  content: string | Uint8Array;
}

export interface ClientBuild {
  /** What the browser may fetch, in the order of their names. */
  files: ClientFile[];
  /** Source maps of the files, not to be published. */
  sourceMaps: ClientFile[];
  contents: Contents;
  /** Vite's manifest: source path relative to the site → built file with its imports and stylesheets. */
  manifest: Manifest;
  warnings: Diagnostic[];
}

/** A folder of the site that Vite counts paths from; nothing is written there. */
const outDir = ".djk/build/client";

const manifestFile = "manifest.json";

/**
 * Bundles the browser's modules for production, in memory.
 *
 * @throws ProjectError with every problem of the build (`client-build`).
 */
export async function buildClient(options: ClientBuildOptions): Promise<ClientBuild> {
  const { build, mergeConfig } = await import("vite");
  const reported: Diagnostic[] = [];
  const { config, warnings } = await createViteConfig({
    site: options.site,
    mode: "build",
    base: options.base,
  });
  const own: InlineConfig = {
    logLevel: "silent",
    define: { "console.debug": "(() => {})" },
    plugins: [provideModules(options.site, options.generated ?? [])],
    build: createBuildOptions(options, (problem) => reported.push(problem)),
  };
  const output = await build(mergeConfig(config, own)).catch((error: unknown) => {
    reported.push(...describeBuildFailure(error, options.site));
  });
  if (output === undefined || reported.some((problem) => problem.severity === "error"))
    throw new ProjectError(reported);
  const { output: items } = output as Rolldown.RolldownOutput;
  const chunks = items.filter((item) => item.type === "chunk");
  return {
    ...collectFiles(items),
    contents: listContents(chunks, options.site),
    warnings: [...warnings, ...reported],
  };
}

/** A file for each page would take longer to write than Vite takes to bundle it. */
function provideModules(site: string, files: readonly GeneratedFile[]): Plugin {
  const contents = new Map(files.map((file) => [join(site, file.path), file.content]));
  return {
    name: "djk:generated",
    enforce: "pre",
    resolveId: (source) => (contents.has(join(site, source)) ? join(site, source) : null),
    load: (id) => contents.get(id) ?? null,
  };
}

function createBuildOptions(
  { site, entries }: ClientBuildOptions,
  report: (problem: Diagnostic) => void,
): BuildEnvironmentOptions {
  return {
    write: false,
    outDir,
    assetsDir: "",
    manifest: manifestFile,
    sourcemap: "hidden",
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: Number.POSITIVE_INFINITY,
    rolldownOptions: {
      input: { ...entries },
      // Nothing in the bundle imports a branch: the browser does, by URL, and reads its default export.
      preserveEntrySignatures: "strict",
      onLog: (level, log) => reportLog(level, log, site, report),
      output: {
        entryFileNames: ({ name }) => formatFileName(name, ".js"),
        chunkFileNames: ({ name }) => formatFileName(name, ".js"),
        assetFileNames: ({ names }) => formatFileName((names[0] ?? "").replace(/\.[^.]*$/, ""), "[extname]"),
        codeSplitting: { groups: chunkGroups },
      },
    },
  };
}

function reportLog(
  level: Rolldown.LogLevel,
  log: Rolldown.RolldownLog,
  site: string,
  report: (problem: Diagnostic) => void,
): void {
  // To Rolldown a package that is not installed is an external one.
  const isMissing = log.code === "UNRESOLVED_IMPORT";
  // Only its author can do something about a warning in a package.
  const isForeign = log.id?.includes("/node_modules/") ?? false;
  if (isMissing) report(describeBuildLog(log, site, "error"));
  else if (level === "warn" && !isForeign && !refusedImport.test(log.message))
    report(describeBuildLog(log, site, "warning"));
}

/** Vite warns of a module of Node in a file of the site, which is an error of its own. */
const refusedImport = /externalized for browser compatibility, imported by "(?![^"]*\/node_modules\/)/;

/** The packages that every page needs and no edit of the site changes, so that browsers keep them. */
const vendor =
  /[\\/]node_modules[\\/](react|react-dom(?![\\/].*server)|react-router|scheduler|cookie|set-cookie-parser)[\\/]/;

/** Bytes of source, without what is not used, from which on a package has a chunk of its own. */
const largePackage = 50_000;

/**
 * Large packages lie apart as well, each split by the pages that need it: no page loads what only another one uses, and
 * an edit of a page renames none of them.
 */
const chunkGroups: Rolldown.CodeSplittingGroup[] = [
  { name: "vendor", test: vendor, priority: 1 },
  {
    name: findPackage,
    debugName: "package",
    test: /[\\/]node_modules[\\/]/,
    minSize: largePackage,
    entriesAware: true,
  },
];

/** No longer than what every file system takes, with the extensions of a compressed source map. */
const longestName = 80;

/**
 * Flat and safe on every file system and CDN: names may come from folders such as `[slug]`. What a group's chunk adds to
 * its name, after `~`, are the entries that need it: another page that does would rename the chunk.
 */
function formatFileName(name: string, extension: string): string {
  const [own = ""] = name.split("~");
  const safe = own
    .replace(/[^A-Za-z0-9]+/g, "_")
    .slice(0, longestName)
    .replace(/^_+|_+$/g, "");
  return `${safe || "file"}-[hash]${extension}`;
}

function collectFiles(
  items: Rolldown.RolldownOutput["output"],
): Pick<ClientBuild, "files" | "sourceMaps" | "manifest"> {
  const files = items
    .map((item) => ({ path: item.fileName, content: item.type === "chunk" ? item.code : item.source }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const manifest = files.find((file) => file.path === manifestFile);
  return {
    files: files.filter((file) => file !== manifest && !file.path.endsWith(".map")),
    sourceMaps: files.filter((file) => file.path.endsWith(".map")),
    manifest: JSON.parse(String(manifest?.content)),
  };
}
