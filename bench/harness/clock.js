import { setTimeout } from "node:timers/promises";

/** Milliseconds on the clock that browsers show as `performance.timeOrigin + performance.now()`. */
export function now() {
  return performance.timeOrigin + performance.now();
}

/** Waits for so many milliseconds. */
export function sleep(milliseconds) {
  return setTimeout(milliseconds);
}
