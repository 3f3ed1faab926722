import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { runCommands } from "./commands.js";
import { log } from "./log.js";
import { toolsFolder } from "./paths.js";
import { describeContext, loadSystem } from "./systems.js";

/** Says of what content a site's files, or what it has installed, were made. */
const filesStamp = ".bench-files";
const installStamp = ".bench-install";

/** The files whose content decides what is installed. */
const manifests = ["package.json", "pyproject.toml"];

/**
 * Writes and installs the sites that measures need; what is there and current stays.
 *
 * @param {readonly { name: string, pages: number }[]} wanted
 */
export async function prepareSites(wanted) {
  for (const { name, pages } of wanted) {
    const system = await loadSystem(name, pages);
    const base = await loadSystem(system.site ?? name, 0);
    if (system.isOnNode22) installNode22();
    await prepareSite(base, base);
    if (pages > 0) await prepareSite({ ...system, ...base, pages, folder: system.folder }, base);
  }
}

async function prepareSite(site, base) {
  const files = site.files(site.pages);
  const isCurrent = readStamp(site, filesStamp) === digest(files);
  if (!isCurrent) removeFiles(site);
  writeSite(site.folder, { ...files, [filesStamp]: digest(files) });
  await install(site, base, digestInstallation(site, files));
}

/** Writes even what is current: an edit measure that was interrupted leaves its edit. */
function writeSite(folder, files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Removes everything but what was installed. */
function removeFiles({ folder, installed }) {
  if (!existsSync(folder)) return;
  const kept = new Set([...installed, installStamp]);
  for (const name of readdirSync(folder).filter((name) => !kept.has(name)))
    rmSync(join(folder, name), { recursive: true });
}

async function install(site, base, stamp) {
  if (readStamp(site, installStamp) === stamp) return;
  for (const path of site.installed) rmSync(join(site.folder, path), { recursive: true, force: true });
  log(`installing ${site.name}, ${site.pages} further pages`);
  if (site.folder === base.folder) {
    rmSync(join(site.folder, "package-lock.json"), { force: true });
    await runCommands(site, site.install(describeContext(site)), { NODE_ENV: "development" });
  } else copyInstallation(site, base);
  writeFileSync(join(site.folder, installStamp), stamp);
}

/** Hard links: a copy of a thousand small files that costs nothing. */
function copyInstallation(site, base) {
  for (const path of site.installed) execFileSync("cp", ["-al", join(base.folder, path), site.folder]);
}

function digestInstallation(site, files) {
  const contents = manifests.map((path) => files[path] ?? "");
  return digest([contents, site.install({ ...describeContext(site), node: "node" })]);
}

function digest(value) {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}

function readStamp({ folder }, name) {
  const path = join(folder, name);
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

function installNode22() {
  if (existsSync(join(toolsFolder, "node_modules/.bin/node"))) return;
  mkdirSync(toolsFolder, { recursive: true });
  writeFileSync(join(toolsFolder, "package.json"), '{ "private": true }\n');
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "node@22"], {
    cwd: toolsFolder,
    stdio: "ignore",
  });
}
