import type { Server } from "node:http";
import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { InlineConfig, LogErrorOptions, Logger, LogOptions, Plugin, ViteDevServer } from "vite";
import { describeConfigFailure } from "../build/configFailure.js";
import { createViteConfig } from "../build/viteConfig.js";
import { type Diagnostic, ProjectError } from "../diagnostics/diagnostic.js";
import { devBase } from "./devEndpoints.js";
import { overlayFiles } from "./overlayModule.js";
import type { Repetitions } from "./repetitions.js";
import { findWatchLimit } from "./watchLimit.js";

export interface ViteOptions {
  site: string;
  /** Emits the upgrades that are Vite's. */
  upgrades: Server;
  allowedHosts: string[];
  repetitions: Repetitions;
  /** Beside those of the site. */
  plugins: Plugin[];
  /** Receives what is wrong with the site's configuration, though Vite starts. */
  warn: (problems: Diagnostic[]) => void;
  /** Called when a file has changed that the configuration is read from. */
  onConfigChange: () => void;
  fail: (error: unknown) => void;
}

/**
 * Starts Vite in middleware mode.
 *
 * @throws ProjectError (`vite-config`) when it does not start with the site's configuration
 */
export async function startVite(options: ViteOptions): Promise<ViteDevServer> {
  const { createServer } = await import("vite");
  const { config, sources, warnings } = await createViteConfig({
    site: options.site,
    mode: "dev",
    base: devBase,
  });
  const vite = await createServer(await addServer(config, options)).catch(async (error: unknown) => {
    throw sources.length === 0 ? error : new ProjectError(await describeConfigFailure(error, options.site));
  });
  vite.watcher.add(sources);
  vite.watcher.on("all", (_, path) => {
    if (sources.includes(path) || isConfigFile(relative(options.site, path))) options.onConfigChange();
  });
  options.warn(warnings);
  return vite;
}

async function addServer(config: InlineConfig, options: ViteOptions): Promise<InlineConfig> {
  const { createLogger, mergeConfig, searchForWorkspaceRoot } = await import("vite");
  const logger =
    config.customLogger ?? createLogger(config.logLevel, { allowClearScreen: config.clearScreen ?? true });
  const roots = config.server?.fs?.allow === undefined ? [searchForWorkspaceRoot(options.site)] : [];
  return mergeConfig(config, {
    appType: "custom",
    plugins: options.plugins,
    customLogger: quiet(logger, options),
    server: {
      middlewareMode: true,
      ws: { server: options.upgrades },
      allowedHosts: options.allowedHosts,
      fs: { allow: [...roots, ...overlayFiles] },
    },
  });
}

/** Whether Vite reads a file of the site only when it starts; `path` is relative to the site. */
function isConfigFile(path: string): boolean {
  return /^((vite|postcss)\.config\.\w+|\.postcssrc(\.\w+)?)$/.test(path);
}

/** Vite says the same for each file and each request; of a reload the browser tells enough. */
export function quiet(
  logger: Logger,
  { repetitions, fail }: Pick<ViteOptions, "repetitions" | "fail">,
): Logger {
  return {
    ...logger,
    info: (text: string, options?: LogOptions) => {
      if (!/\bpage reload\b/.test(stripVTControlCharacters(text))) logger.info(text, options);
    },
    error: (text: string, options?: LogErrorOptions) => {
      // Vite logs the system's limit and goes on without watching: here it ends the session instead.
      const limit = findWatchLimit(text);
      if (limit !== null) fail(new ProjectError(limit));
      else if (repetitions.isFirst(text)) logger.error(text, options);
    },
  };
}
