import { relative, resolve, sep } from "node:path";
import type { Alias, ConfigEnv, InlineConfig, Plugin, PluginOption, UserConfig } from "vite";
import { type Diagnostic, ProjectError } from "../diagnostics/diagnostic.js";
import { describeFileError } from "../files/describeFileError.js";
import { describeConfigFailure } from "./configFailure.js";
import { emptyTypes } from "./emptyTypes.js";
import { refuseImports } from "./importProblems.js";
import { dropOwnedOptions } from "./ownedOptions.js";

export interface ViteConfigOptions {
  /** Absolute path of the site's folder. */
  site: string;
  mode: "dev" | "build";
  /** URL prefix of everything that Vite serves or builds, with a slash at both ends. */
  base: string;
}

const browserPackages = [
  "djk/react",
  "djk/react/client",
  "react",
  "react/jsx-runtime",
  "react/jsx-dev-runtime",
  "react-dom",
  "react-dom/client",
  "react-router",
];

/** Vite's configuration of a site. */
export interface SiteViteConfig {
  config: InlineConfig;
  /** Absolute paths of the site's `vite.config` and of what it imports from the site; empty without one. */
  sources: string[];
  /** Options of the site's file that have no effect. */
  warnings: Diagnostic[];
}

/**
 * Vite's configuration of a site, the same for development and build, with the site's own `vite.config` merged in.
 *
 * What makes djk work (root, base, input) stays djk's whatever the site's file says. Sets `NODE_ENV` of this process:
 * Vite and React's plugin read the mode from there, and a shell may have exported another one.
 *
 * @throws ProjectError (`vite-config`) when the site's file cannot be loaded.
 */
export async function createViteConfig(options: ViteConfigOptions): Promise<SiteViteConfig> {
  const { mergeAlias, mergeConfig } = await import("vite");
  const env: ConfigEnv =
    options.mode === "dev"
      ? { command: "serve", mode: "development" }
      : { command: "build", mode: "production" };
  process.env.NODE_ENV = env.mode;
  const { users, sources, warnings } = await loadUsers(env, options.site);
  const config = mergeConfig(users, {
    ...createOwnConfig(options),
    mode: env.mode,
    plugins: [refuseImports(options.site), ...(await createPlugins(users))],
  });
  config.resolve.alias = mergeAlias([siteAlias(options.site)], config.resolve.alias);
  return { config, sources, warnings };
}

async function loadUsers(
  env: ConfigEnv,
  site: string,
): Promise<{ users: UserConfig; sources: string[]; warnings: Diagnostic[] }> {
  const { loadConfigFromFile } = await import("vite");
  const loaded = await loadConfigFromFile(env, undefined, site, "silent").catch(async (error: unknown) => {
    throw new ProjectError(describeFileError(error, site) ?? (await describeConfigFailure(error, site)));
  });
  if (loaded === null) return { users: {}, sources: [], warnings: [] };
  const { config, warnings } = dropOwnedOptions(loaded.config, relative(site, loaded.path));
  return {
    users: config,
    sources: [loaded.path, ...loaded.dependencies.map((path) => resolve(path))],
    warnings,
  };
}

/** `@/` is the site's folder, unless the site's file says otherwise. */
function siteAlias(site: string): Alias {
  return { find: /^@\//, replacement: `${site}/` };
}

function createOwnConfig({ site, mode, base }: ViteConfigOptions): UserConfig & { configFile: false } {
  return {
    configFile: false,
    root: site,
    base,
    appType: "custom",
    publicDir: false,
    // Only the names of [client] env in djk.toml reach the browser, and not through Vite.
    envDir: false,
    envPrefix: [],
    resolve: {
      dedupe: ["react", "react-dom", "react-router"],
    },
    optimizeDeps: {
      include: mode === "dev" ? browserPackages : [],
      entries: [".djk/client/entry.tsx", ".djk/client/branches/*.tsx"],
    },
    server: {
      watch: { ignored: (path: string) => isUnwatched(relative(site, path).split(sep).join("/")) },
      fs: { deny: [...viteDenies, ...siteDenies] },
    },
  };
}

/** What Vite refuses by itself; a list of one's own takes the place of this one. */
const viteDenies = [
  ".env",
  ".env.*",
  "*.{crt,pem,key,p12,pfx,cer,der}",
  ".npmrc",
  ".yarnrc.yml",
  "**/.git/**",
];

/** Files of the site that are the server's alone: its root is Vite's, so each of them would have a URL. */
const siteDenies = ["*.py", "*.pyc", "*.sqlite*", "*.db{,-*}", "secret-key", "djk.toml"];

/** Whether the browser's modules cannot depend on a path; relative to the site, with forward slashes. */
export function isUnwatched(path: string): boolean {
  return (
    /^(\.venv|venv|dist|\.git)(\/|$)/.test(path) ||
    (path.startsWith(".djk/") && !/^\.djk\/client(\/|$)/.test(path)) ||
    /(^|\/)(__pycache__|node_modules)(\/|$)/.test(path) ||
    /\.(py|pyc|sqlite3(-\w+)?)$/.test(path)
  );
}

async function createPlugins(users: UserConfig): Promise<PluginOption[]> {
  const names = (await flattenPlugins(users.plugins ?? [])).map((plugin) => plugin.name);
  if (names.some((name) => name.startsWith("vite:react"))) return [emptyTypes, reloadUnread];
  const { default: react } = await import("@vitejs/plugin-react");
  return [emptyTypes, reloadUnread, react()];
}

async function flattenPlugins(option: PluginOption): Promise<Plugin[]> {
  const value = await option;
  if (!value) return [];
  return Array.isArray(value) ? (await Promise.all(value.map(flattenPlugins))).flat() : [value as Plugin];
}

/** Vite tells no browser of a module that it could not read before: the page that waits for it must load anew. */
const reloadUnread: Plugin = {
  name: "djk:reload-unread",
  hotUpdate({ modules }) {
    const isUnread = modules.some((module) => module.type === "js" && module.isSelfAccepting === undefined);
    if (isUnread) this.environment.hot.send({ type: "full-reload" });
  },
};
