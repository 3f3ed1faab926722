import promises, { rm } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { watchFolder } from "../../src/dev/watchFolder.js";
import { makeFolder } from "../build/folder.js";

const { stat } = promises;

function slowDown(milliseconds: number): void {
  const slow = async (...args: Parameters<typeof stat>) => {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return stat(...args);
  };
  Object.assign(promises, { stat: milliseconds === 0 ? stat : slow });
  syncBuiltinESMExports();
}

afterEach(() => slowDown(0));

test("a folder that is closed while its files are removed stays closed", async () => {
  const folder = await makeFolder({ "a.py": "", "b.py": "", "c.py": "" });
  const before = countWatches();
  let touches = 0;
  const onTouch = () => {
    touches++;
  };
  const watcher = await watchFolder({ folder, ignores: () => false, onTouch, onFailure: () => {} });
  expect(countWatches()).toBeGreaterThan(before);
  slowDown(150);
  for (const name of ["a.py", "b.py", "c.py"]) await rm(join(folder, name));
  await expect.poll(() => touches).toBeGreaterThan(2);
  await watcher.close();
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(countWatches()).toBe(before);
  await rm(folder, { recursive: true });
});

function countWatches(): number {
  return process.getActiveResourcesInfo().filter((name) => name === "FSEventWrap").length;
}
