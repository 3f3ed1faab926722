import { afterEach, expect, test, vi } from "vitest";
import { endGroup, signalGroup } from "../../src/process/endGroup.js";

afterEach(() => {
  vi.restoreAllMocks();
});

function answer(code: string) {
  return vi.spyOn(process, "kill").mockImplementation(() => {
    throw Object.assign(new Error(`kill ${code}`), { code });
  });
}

test.each(["ESRCH", "EPERM"])(
  "a group that answers %s has ended: macOS says EPERM of zombies",
  async (code) => {
    const kill = answer(code);
    expect(signalGroup(4242, "SIGTERM")).toBe(false);
    await endGroup(4242);
    expect(kill.mock.calls).toEqual([
      [-4242, "SIGTERM"],
      [-4242, "SIGTERM"],
    ]);
  },
);

test("a group of which only zombies are left after SIGTERM is not waited for", async () => {
  let signals = 0;
  vi.spyOn(process, "kill").mockImplementation(() => {
    signals += 1;
    if (signals > 1) throw Object.assign(new Error("kill EPERM"), { code: "EPERM" });
    return true;
  });
  const began = performance.now();
  await endGroup(4242, 60_000);
  expect(performance.now() - began).toBeLessThan(5000);
});

test("a signal that does not exist is our error", () => {
  answer("EINVAL");
  expect(() => signalGroup(4242, "SIGTERM")).toThrow("EINVAL");
});
