import type { Config } from "../config/config.js";
import { defaultSettings } from "../config/defaultSettings.js";
import { resolveSettings } from "../config/resolveSettings.js";

/**
 * `STATIC_URL` of production as `djk.toml` has it, so that bundling need not wait for Django.
 *
 * Django has the last word: the variable that the file names or a settings module may say otherwise.
 */
export function findStaticUrl(config: Config): string {
  const { STATIC_URL: url } = resolveSettings(defaultSettings(config), config.django, "production", () => {});
  const text = url?.kind === "scalar" && typeof url.value === "string" ? url.value : "/static/";
  // Django puts the prefix of the script before a relative URL.
  return /^(\/|[a-z]+:)/i.test(text) ? text : `/${text}`;
}
