import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { removedFolder, sitesFolder, toolsFolder } from "./paths.js";

/**
 * One file of `adapters/` says how the reference site is written for a system, and which commands run it.
 *
 * A command is a list of arguments, `{ argv, env, cwd }`, or a list of those: run one after the other, and for a
 * server all at once.
 *
 * @typedef {object} Adapter
 * @property {string} label name and version for the tables
 * @property {20 | 22} node the Node that runs it; 20 is the Node that runs the benchmark
 * @property {(pages: number) => Record<string, string>} files the site with so many further pages: text by path
 * @property {string[]} installed what `install` makes; copied into the sites with further pages
 * @property {(context: Context) => Command} install
 * @property {string[]} generated outputs and caches: removed before anything cold
 * @property {(context: Context) => Command | null} build null where there is nothing to build
 * @property {(context: Context) => Command} start the production server
 * @property {(context: Context) => Command} dev the development server
 * @property {{ page: string, component: string }} edits files that the edit measures change
 * @property {{ path: string, file: string, text: string }} [pythonEdit] a page, the Python file that answers it, and what
 *   the answer says and the measure replaces
 * @property {Record<string, string>} [urls] the pages that are loaded; `home`, `list` and `detail` without it
 * @property {boolean} [reloads] has no hot updates: the measures reload the page
 * @property {(port: number) => string} [alsoReady] a second URL that has to answer before dev counts as started
 * @property {(context: Context) => Command} [python] an interpreter that can load the WSGI application
 * @property {string[]} [skips] measures that say nothing new about it
 * @property {string} [site] the system whose sites and installation it uses
 *
 * @typedef {{ folder: string, node: string, port: number, url: string, bin: (name: string) => string }} Context
 */

const standardUrls = { home: "/", list: "/posts", detail: "/posts/post-007" };

/** An adapter together with one generated site, of so many further pages, and the Node that runs it. */
export async function loadSystem(name, pages = 0) {
  const { default: adapter } = await import(`../adapters/${name}.js`);
  const folder = join(sitesFolder, adapter.site ?? name, `n${pages}`);
  const isOnNode22 = adapter.node === 22;
  const node = isOnNode22 ? join(toolsFolder, "node_modules/.bin/node") : process.execPath;
  return { urls: standardUrls, ...adapter, name, pages, folder, node, isOnNode22 };
}

/** Several systems with the same number of pages. */
export function loadSystems(names, pages = 0) {
  return Promise.all(names.map((name) => loadSystem(name, pages)));
}

/** What the commands of an adapter are made from. */
export function describeContext(system, port = 0) {
  const { folder, node } = system;
  return { folder, node, port, url: `http://127.0.0.1:${port}`, bin: (name) => findBin(folder, name) };
}

/**
 * Removes what builds and development servers have left, Python's compiled modules included.
 *
 * It is put aside: where thousands of files were deleted, ext4 makes new ones many times more slowly for a while.
 */
export function removeGenerated(system) {
  for (const path of system.generated) putAside(join(system.folder, path));
  removeBytecode(system.folder, system.installed);
}

/** Deletes what was put aside; after the last measure. */
export function deleteRemoved() {
  rmSync(removedFolder, { recursive: true, force: true });
}

function putAside(path) {
  if (!existsSync(path)) return;
  mkdirSync(removedFolder, { recursive: true });
  renameSync(path, join(mkdtempSync(join(removedFolder, "removed-")), basename(path)));
}

/** The program of an npm package in a site. */
function findBin(folder, name) {
  const root = join(folder, "node_modules", name);
  const { bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return join(root, typeof bin === "string" ? bin : Object.values(bin)[0]);
}

function removeBytecode(folder, except) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || except.includes(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.name === "__pycache__") putAside(path);
    else removeBytecode(path, []);
  }
}
