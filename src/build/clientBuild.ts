import type { BuildEnvironmentOptions, Manifest, Rolldown } from "vite";
import { type Diagnostic, ProjectError } from "../diagnostics/diagnostic.js";
import { describeBuildFailure, describeBuildLog } from "./buildProblems.js";
import { createViteConfig } from "./viteConfig.js";

export interface ClientBuildOptions {
  /** Absolute path of the site's folder. */
  site: string;
  /** URL prefix of the built files, with a slash at both ends: `/static/client/`. */
  base: string;
  /** Modules to build, each an entry of its own that keeps its exports: name → path relative to the site. */
  entries: Readonly<Record<string, string>>;
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
  const own = { logLevel: "silent", build: createBuildOptions(options, (problem) => reported.push(problem)) };
  const output = await build(mergeConfig(config, own)).catch((error: unknown) => {
    reported.push(...describeBuildFailure(error, options.site));
  });
  if (output === undefined || reported.some((problem) => problem.severity === "error"))
    throw new ProjectError(reported);
  return { ...collectOutput(output as Rolldown.RolldownOutput), warnings: [...warnings, ...reported] };
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
      treeshake: { manualPureFunctions: ["console.debug"] },
      onLog: (level, log) => reportLog(level, log, site, report),
      output: {
        entryFileNames: ({ name }) => formatFileName(name, ".js"),
        chunkFileNames: ({ name }) => formatFileName(name, ".js"),
        assetFileNames: ({ names }) => formatFileName((names[0] ?? "").replace(/\.[^.]*$/, ""), "[extname]"),
        codeSplitting: { groups: [{ name: "vendor", test: vendor }] },
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
  else if (level === "warn" && !isForeign) report(describeBuildLog(log, site, "warning"));
}

/** The packages that every page needs and no edit of the site changes, so that browsers keep them. */
const vendor = /[\\/]node_modules[\\/](react|react-dom|react-router|scheduler|cookie|set-cookie-parser)[\\/]/;

/** Flat and safe on every file system and CDN: names may come from folders such as `[slug]`. */
function formatFileName(name: string, extension: string): string {
  return `${name.replace(/[^A-Za-z0-9]+/g, "_").replace(/^_+|_+$/g, "") || "file"}-[hash]${extension}`;
}

function collectOutput({ output }: Rolldown.RolldownOutput): Omit<ClientBuild, "warnings"> {
  const files = output
    .map((item) => ({ path: item.fileName, content: item.type === "chunk" ? item.code : item.source }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const manifest = files.find((file) => file.path === manifestFile);
  return {
    files: files.filter((file) => file !== manifest && !file.path.endsWith(".map")),
    sourceMaps: files.filter((file) => file.path.endsWith(".map")),
    manifest: JSON.parse(String(manifest?.content)),
  };
}
