import { existsSync } from "node:fs";
import { mkdir, rename, rmdir, unlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Chance } from "./edits.js";
import { type Originals, pathOf, renderWorld, type World } from "./world.js";

/** Ways in which editors write a file. */
const styles = ["plainly", "through a second file", "three times"] as const;

/** Makes the files of a site those of another world, as people and their tools do it; says how. */
export async function writeWorld(
  site: string,
  before: World,
  after: World,
  originals: Originals,
  chance: Chance,
): Promise<string> {
  const moved = await moveFolder(site, after);
  const style = chance.pick(styles);
  const old = renderWorld(moved ? after : before, originals);
  const wanted = renderWorld(after, originals);
  const gone = [...old.keys()].filter((path) => !wanted.has(path));
  const written = [...wanted].filter(([path, text]) => old.get(path) !== text);
  for (const path of gone) await removeFile(site, path);
  for (const [path, text] of chance.below(2) === 0 ? written : written.reverse())
    await saveFile(join(site, path), text, style);
  return moved ? "by renaming" : style;
}

async function moveFolder(site: string, { moved }: World): Promise<boolean> {
  if (moved === undefined) return false;
  const [from, to] = [moved.from, moved.to].map((folder) => join(site, pathOf(folder, ""), ""));
  if (from === undefined || to === undefined || existsSync(to)) return false;
  await rename(from, to);
  return true;
}

async function saveFile(path: string, text: string, style: (typeof styles)[number]): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  if (style === "through a second file") {
    await writeFile(`${path}~`, text);
    await rename(`${path}~`, path);
    return;
  }
  if (style === "three times") {
    await writeFile(path, "");
    await writeFile(path, text.slice(0, text.length / 2));
  }
  await writeFile(path, text);
}

/** Removes the folders that are empty then, as git does. */
async function removeFile(site: string, path: string): Promise<void> {
  await unlink(join(site, path));
  for (let folder = dirname(path); folder.startsWith("routes/"); folder = dirname(folder)) {
    const isGone = await rmdir(join(site, folder)).then(
      () => true,
      () => false,
    );
    if (!isGone) return;
  }
}
