import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** Makes an empty folder to assemble a build in, and removes those that interrupted builds have left. */
export async function makeStage(site: string): Promise<string> {
  const folder = join(site, ".djk", "build");
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    const pid = /^next-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) await rm(join(folder, name), { recursive: true });
  }
  const stage = join(folder, `next-${process.pid}`);
  await mkdir(stage);
  return stage;
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
