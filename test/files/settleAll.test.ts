import { expect, test } from "vitest";
import { settleAll } from "../../src/files/settleAll.js";

const tick = () => new Promise((resolve) => setTimeout(resolve, 1));

test("does everything, a few at a time", async () => {
  const done: number[] = [];
  let running = 0;
  let most = 0;
  const items = Array.from({ length: 100 }, (_, i) => i);
  await settleAll(items, async (item) => {
    running += 1;
    most = Math.max(most, running);
    await tick();
    running -= 1;
    done.push(item);
  });
  expect(done.sort((a, b) => a - b)).toEqual(items);
  expect(most).toBe(16);
});

test("rejects with the first error, once nothing runs any more", async () => {
  const done: number[] = [];
  const run = settleAll([1, 2, 3], async (item) => {
    for (let i = 0; i < item; i += 1) await tick();
    if (item < 3) throw new Error(`item ${item}`);
    done.push(item);
  });
  await expect(run).rejects.toThrow("item 1");
  expect(done).toEqual([3]);
});
