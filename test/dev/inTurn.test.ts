import { expect, test } from "vitest";
import { inTurn } from "../../src/dev/inTurn.js";

function later(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

test("never runs twice at once; calls during a run lead to one more", async () => {
  let running = 0;
  let runs = 0;
  const work = inTurn(
    async () => {
      running++;
      runs++;
      expect(running).toBe(1);
      await later();
      running--;
    },
    (error) => expect.unreachable(String(error)),
  );
  for (let call = 0; call < 5; call++) work.run();
  await work.idle();
  expect(runs).toBe(2);
});

test("goes on after a failure, which it hands over", async () => {
  const failures: unknown[] = [];
  const work = inTurn(
    async () => {
      throw new Error("once");
    },
    (error) => failures.push(error),
  );
  work.run();
  await work.idle();
  work.run();
  await work.idle();
  expect(failures).toHaveLength(2);
});
