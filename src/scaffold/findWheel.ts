import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The wheel of the Python runtime that a djk npm package carries: the one of its own version, null without. */
export async function findWheel(packageRoot: string): Promise<string | null> {
  const { version } = JSON.parse(await readFile(join(packageRoot, "package.json"), "utf8"));
  const wheel = join(packageRoot, "wheels", `djk-${version}-py3-none-any.whl`);
  return existsSync(wheel) ? wheel : null;
}
