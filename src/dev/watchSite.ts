import { relative, sep } from "node:path";
import { watch } from "chokidar";

/** What a changed file means for the running site. */
export interface SiteChange {
  /** Path relative to the site, with forward slashes. */
  path: string;
  /** The tree of `routes/`, a template in it or `djk.toml` may be different: the project must be loaded again. */
  project: boolean;
  /** A component below `routes/` has another text. */
  component: boolean;
  /** Django has read the file when it started: it must be started again. */
  python: boolean;
}

export interface SiteWatcher {
  close: () => Promise<void>;
}

const ignoredFolders = new Set([
  ".venv",
  "venv",
  ".djk",
  ".git",
  "dist",
  "node_modules",
  "__pycache__",
  "media",
]);

/** Watches the site's own files, not what is generated, installed or built. */
export async function watchSite(
  site: string,
  onChange: (change: SiteChange) => void,
  onFailure: (error: unknown) => void,
): Promise<SiteWatcher> {
  const watcher = watch(site, {
    ignoreInitial: true,
    ignorePermissionErrors: true, // the folder of a database in a container, for one
    ignored: (path) =>
      relative(site, path)
        .split(sep)
        .some((part) => ignoredFolders.has(part)),
  });
  watcher.on("all", (event, path) => {
    const change = describeChange(event, relative(site, path).split(sep).join("/"));
    if (change.project || change.component || change.python) onChange(change);
  });
  watcher.on("error", onFailure);
  await new Promise<void>((resolve) => watcher.once("ready", resolve));
  return { close: () => watcher.close() };
}

/** @param event chokidar's name: `add`, `addDir`, `change`, `unlink`, `unlinkDir` */
export function describeChange(event: string, path: string): SiteChange {
  const isFolder = event.endsWith("Dir");
  const isRoute = path === "routes" || path.startsWith("routes/");
  const isSource = path === "djk.toml" || path.endsWith("/page.html");
  return {
    path,
    project: isSource || (isRoute && event !== "change" && event !== "addDir"),
    component: isRoute && event === "change" && /\.[jt]sx?$/.test(path),
    python: !isFolder && (/\.(py|html|txt|mo)$/.test(path) || path === ".env"),
  };
}
