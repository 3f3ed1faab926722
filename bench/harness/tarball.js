import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { projectFolder, toolsFolder } from "./paths.js";

/** What the packed djk is made from. */
const sources = ["bin", "lib", "templates", "python/src", "package.json", "client.d.ts"];

let described;

/**
 * Packs the built djk of this working tree into `tools/`, once for each content.
 *
 * @returns the tarball's path; its name holds a digest of what is in it, so sites notice another one
 */
export function describeTarball() {
  described ??= pack();
  return described;
}

function pack() {
  const digest = digestSources();
  const path = join(toolsFolder, `djk-${digest}.tgz`);
  if (!existsSync(path)) {
    mkdirSync(toolsFolder, { recursive: true });
    const args = ["pack", "--silent", "--ignore-scripts", "--pack-destination", toolsFolder];
    const name = execFileSync("npm", args, { cwd: projectFolder, encoding: "utf8" }).trim();
    renameSync(join(toolsFolder, name), path);
  }
  return { path, digest };
}

function digestSources() {
  const hash = createHash("sha256");
  for (const file of sources.flatMap(listFiles)) {
    hash.update(`${file}\n`).update(readFileSync(join(projectFolder, file)));
  }
  return hash.digest("hex").slice(0, 12);
}

/** A file, or the files of a folder that are packed; sorted, relative to the project. */
function listFiles(path) {
  const absolute = join(projectFolder, path);
  if (statSync(absolute).isFile()) return [path];
  const names = readdirSync(absolute).filter((name) => name !== "__pycache__" && !name.endsWith(".egg-info"));
  return names.sort().flatMap((name) => listFiles(`${path}/${name}`));
}
