import type { ViteDevServer } from "vite";
import { type Diagnostic, ProjectError } from "../diagnostics/diagnostic.js";
import type { Browsers } from "./browsers.js";
import { type DevServerOptions, startDevServer } from "./devServer.js";
import type { Django } from "./djangoProcess.js";
import type { LiveSite } from "./liveSite.js";
import type { Repetitions } from "./repetitions.js";
import { formatRequest } from "./requestLine.js";
import { startVite, type ViteOptions } from "./startVite.js";

export interface ServeOptions extends Pick<DevServerOptions, "site" | "host" | "port" | "certificate"> {
  /** Hosts, as in a URL, that the site answers to besides this machine's own. */
  hosts: string[];
  print: (text: string) => void;
}

/** What runs already. */
interface ServedParts {
  live: LiveSite;
  django: Django;
  browsers: Browsers;
  repetitions: Repetitions;
  plugins: ViteOptions["plugins"];
  fail: (error: unknown) => void;
}

/** Serves a site on its port; gives what ends that. */
export function serveSite(options: ServeOptions, parts: ServedParts): Promise<() => Promise<void>> {
  const { live, django, fail } = parts;
  return startDevServer({
    ...options,
    django: { ...django, secure: options.certificate !== null },
    table: () => live.project.table,
    startVite: (upgrades, onConfigChange) => connectVite(options, parts, { upgrades, onConfigChange }),
    onViteRestart: () => options.print("Vite has started again with its new configuration"),
    onViteFailure: (error) => {
      if (error instanceof ProjectError) live.problems.set("vite", error.diagnostics);
      else fail(error);
    },
    onRequest: (request) => options.print(formatRequest(request, live.matcher)),
  });
}

async function connectVite(
  { site, hosts }: ServeOptions,
  { live, browsers, repetitions, plugins, fail }: ServedParts,
  own: Pick<ViteOptions, "upgrades" | "onConfigChange">,
): Promise<ViteDevServer> {
  const warn = (problems: Diagnostic[]) => live.problems.set("vite", problems);
  const vite = await startVite({ site, allowedHosts: hosts, repetitions, plugins, warn, fail, ...own });
  browsers.connect(vite, live.problems.describe);
  return vite;
}
