import { rm } from "node:fs/promises";
import { expect, test } from "vitest";
import { removeLeftovers } from "../../src/build/stage.js";
import { listTree, makeFolder } from "./folder.js";

test("the next build removes the stage and the loaded configuration of one that was killed", async () => {
  const config = (age: number) =>
    `node_modules/.vite-temp/vite.config.ts.timestamp-${Date.now() - age}-a1b2.mjs`;
  const loading = config(1000);
  const site = await makeFolder({
    [config(3_600_000)]: "",
    [loading]: "",
    ".djk/build/next-999999999/manage.py": "",
  });
  await removeLeftovers(site);
  expect(await listTree(site)).toEqual([loading]);
  await rm(site, { recursive: true });
});
