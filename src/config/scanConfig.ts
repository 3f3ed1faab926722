import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Config } from "./config.js";
import { parseConfig } from "./parseConfig.js";

const configFile = "djk.toml";

/**
 * Reads the `djk.toml` of a site (a folder given as an absolute path), mistakes and warnings included.
 *
 * @returns `config` is null when a diagnostic is an error
 */
export async function scanConfig(
  site: string,
): Promise<{ config: Config | null; diagnostics: Diagnostic[] }> {
  try {
    return parseConfig(await readFile(join(site, configFile), "utf8"), configFile);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return { config: null, diagnostics: [missingConfig(site)] };
  }
}

function missingConfig(site: string): Diagnostic {
  return {
    code: "config-missing",
    severity: "error",
    message: `There is no djk.toml in ${site}, so this is not the folder of a djk site.`,
    at: { file: configFile },
    hint: "Change to the folder of the site, or make a site with: npx djk new mysite",
  };
}
