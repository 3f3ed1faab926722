import type { Server } from "node:http";
import { stripVTControlCharacters } from "node:util";
import type { LogErrorOptions, Logger, LogOptions, ViteDevServer } from "vite";
import { createViteConfig } from "../build/viteConfig.js";
import { ProjectError } from "../diagnostics/diagnostic.js";
import { devBase } from "./devEndpoints.js";
import type { Repetitions } from "./repetitions.js";
import { findWatchLimit } from "./watchLimit.js";

export interface ViteOptions {
  site: string;
  http: Server;
  allowedHosts: string[];
  repetitions: Repetitions;
  fail: (error: unknown) => void;
}

/** Starts Vite in middleware mode on the given server. */
export async function startVite(options: ViteOptions): Promise<ViteDevServer> {
  const { createLogger, createServer, mergeConfig } = await import("vite");
  const config = await createViteConfig({ site: options.site, mode: "dev", base: devBase });
  const logger =
    config.customLogger ?? createLogger(config.logLevel, { allowClearScreen: config.clearScreen ?? true });
  return createServer(
    mergeConfig(config, {
      appType: "custom",
      customLogger: quiet(logger, options),
      server: { middlewareMode: true, ws: { server: options.http }, allowedHosts: options.allowedHosts },
    }),
  );
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
