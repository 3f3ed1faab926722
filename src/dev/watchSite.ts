import { ProjectError } from "../diagnostics/diagnostic.js";
import { migratedMark } from "./otherSession.js";
import { findWatchLimit } from "./watchLimit.js";
import { type TreeEvent, type TreeWatcher, watchTree } from "./watchTree.js";

/** What a changed file means for the running site. */
export interface SiteChange {
  /** Path relative to the site, with forward slashes. */
  path: string;
  /** The tree of `routes/`, a template in it or `djk.toml` may be different: the project must be loaded again. */
  project: boolean;
  /** A component below `routes/` has another text. */
  component: boolean;
  /** It may be a module of the browser, or a part of one, and has another content. */
  module: boolean;
  /** TypeScript may read the file: types must be checked again. */
  types: boolean;
  /** Django has read when it started what the file holds or stands for: it must be started again. */
  python: boolean;
  /** A package was installed into the site's Python; others may follow. */
  installed: boolean;
  /** Django has not read the file, but what keeps it from starting may be mended there. */
  retry: boolean;
  /** A file that djk has written is gone, or has another content: it may have to be written again. */
  generated: boolean;
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

/** Folders of which a part is watched: what djk has written, and the list of files that ends an installation. */
const parts = [
  /^\.djk(\/(dev|migrated|(django|client|types)(\/.*)?))?$/,
  /^\.?venv(\/lib(\/python[^/]*(\/site-packages(\/[^/]+\.dist-info(\/RECORD)?)?)?)?)?$/,
];

/** Whether something in the site's folder is not watched: it is generated, installed or built, and not in a part. */
function isIgnored(path: string): boolean {
  const words = path.split("/");
  if (words.slice(1).some((word) => ignoredFolders.has(word))) return true;
  return ignoredFolders.has(words[0] ?? "") && !parts.some((part) => part.test(path));
}

/**
 * Watches the site's own files, and of what is generated, installed or built only a part.
 *
 * @throws ProjectError (`watch-limit`), as `onFailure` gets it later, when the system watches no more folders
 */
export function watchSite(
  site: string,
  onChange: (change: SiteChange) => void,
  onFailure: (error: unknown) => void,
): Promise<TreeWatcher> {
  return watchTree({
    root: site,
    ignores: isIgnored,
    onEvent: (event) => {
      const change = describeChange(event);
      if (Object.values(change).includes(true)) onChange(change);
    },
    onFailure: (error) => onFailure(describeFailure(error)),
  }).catch((error) => {
    throw describeFailure(error);
  });
}

function describeFailure(error: unknown): unknown {
  const limit = error instanceof Error ? findWatchLimit(error.message) : null;
  return limit === null ? error : new ProjectError(limit);
}

/** What an event in the site's folder concerns. */
export function describeChange({ kind, path }: TreeEvent): SiteChange {
  const isFolder = kind.endsWith("Dir");
  if (path === migratedMark) return { ...nothing, path, python: kind !== "unlink" };
  if (path.startsWith(".djk/")) return { ...nothing, path, generated: isDamage({ kind, path }) };
  if (/^\.?venv\//.test(path)) return { ...nothing, path, installed: path.endsWith("/RECORD") };
  const isRoute = path === "routes" || path.startsWith("routes/");
  const isSource = path === "djk.toml" || path.endsWith("/page.html");
  return {
    ...nothing,
    path,
    project: isSource || (isRoute && kind !== "change" && kind !== "addDir"),
    component: isRoute && kind === "change" && /\.[jt]sx?$/.test(path),
    module: kind === "change" && /\.([cm]?[jt]sx?|css|s[ac]ss|less|styl|json|svg)$/.test(path),
    types: !isFolder && /\.([cm]?[jt]sx?|json)$/.test(path),
    python: !isFolder && (/\.(py|html|txt|mo)$/.test(path) || path === ".env"),
    retry: !isFolder && (/\.(toml|lock|cfg|ini|ya?ml)$/.test(path) || path.startsWith(".env")),
  };
}

/** Whether generated files may have to be written again. Types change with every handler: only those that go count. */
function isDamage({ kind, path }: TreeEvent): boolean {
  if (path.endsWith(".tmp") || kind.startsWith("add")) return false;
  return kind !== "change" || !path.startsWith(".djk/types/");
}

const nothing = {
  project: false,
  component: false,
  module: false,
  types: false,
  python: false,
  installed: false,
  retry: false,
  generated: false,
};
