import type { UserConfig } from "vite";
import type { Diagnostic } from "../diagnostics/diagnostic.js";

/** Options of Vite that djk decides, by their path, with what to do instead. */
const owned: Readonly<Record<string, string>> = {
  appType: "the documents are Django's",
  base: "STATIC_URL in djk.toml says where the built files lie",
  "build.assetsDir": "the built files lie flat below STATIC_URL",
  "build.cssCodeSplit": "each page links its own stylesheets",
  "build.emptyOutDir": "djk build exchanges dist/ as a whole",
  "build.lib": "a library is another Vite project: keep it in a folder of its own",
  "build.manifest": "Django finds the built files by djk's manifest",
  "build.outDir": "djk build writes dist/",
  "build.rolldownOptions.input": "the pages in routes/ are the inputs; other modules are imported from them",
  "build.rolldownOptions.output": "names and chunks of the built files are djk's",
  "build.rollupOptions.input": "the pages in routes/ are the inputs; other modules are imported from them",
  "build.rollupOptions.output": "names and chunks of the built files are djk's",
  "build.sourcemap": "source maps are made, and kept apart from what is published",
  "build.ssr": "djk builds what runs on the server by itself",
  "build.watch": "use npx djk dev",
  "build.write": "djk build writes dist/",
  envDir: "only [client] env in djk.toml names what the browser may know",
  envPrefix: "only [client] env in djk.toml names what the browser may know",
  input: "the pages in routes/ are the inputs; other modules are imported from them",
  mode: "djk dev is development, djk build is production",
  publicDir: "files for the root of the site lie in public/",
  root: "it is the folder of djk.toml",
  "server.hmr.port": "everything is served on one port: npx djk dev --port",
  "server.hmr.server": "everything is served on one port: npx djk dev --port",
  "server.host": "use npx djk dev --host",
  "server.https": "use npx djk dev --https",
  "server.middlewareMode": "Vite runs inside of djk dev",
  "server.open": "use npx djk dev --open",
  "server.port": "use npx djk dev --port",
  "server.proxy": "Django answers every other URL: write a route.py, or a view in urls.py",
  "server.strictPort": "use npx djk dev --port",
  "server.ws.port": "everything is served on one port: npx djk dev --port",
  "server.ws.server": "everything is served on one port: npx djk dev --port",
};

/** A site's configuration without the options that djk decides, and a warning for each one that it has. */
export interface FreeConfig {
  config: UserConfig;
  warnings: Diagnostic[];
}

/**
 * Takes out of a site's Vite configuration what djk decides.
 *
 * @param file the site's file, relative to it
 */
export function dropOwnedOptions(config: UserConfig, file: string): FreeConfig {
  const found = Object.keys(owned).filter((path) => hasPath(config, path.split(".")));
  return {
    config: found.reduce((rest: object, path) => withoutPath(rest, path.split(".")), config),
    warnings: found.map((path) => ({
      code: "vite-option",
      severity: "warning",
      message: `${path} has no effect here: djk decides it`,
      at: { file },
      hint: `take it out; ${owned[path]}`,
    })),
  };
}

function hasPath(value: unknown, [name = "", ...rest]: string[]): boolean {
  if (typeof value !== "object" || value === null) return false;
  const inner = (value as Record<string, unknown>)[name];
  return rest.length === 0 ? inner !== undefined : hasPath(inner, rest);
}

function withoutPath(value: object, [name = "", ...rest]: string[]): object {
  const { [name]: inner, ...others } = value as Record<string, object>;
  return rest.length === 0 || inner === undefined ? others : { ...others, [name]: withoutPath(inner, rest) };
}
