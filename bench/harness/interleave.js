import { log } from "./log.js";

/**
 * Takes every system in turn, round after round, so that a busy spell of the machine hits them alike. Who begins
 * changes with the round. A system that fails in one round is reported and tried again in the next one.
 *
 * @param {(system: object, round: number) => unknown} sample
 */
export async function interleave(systems, rounds, sample) {
  for (let round = 0; round < rounds; round++) {
    for (const system of rotate(systems, round)) {
      try {
        await sample(system, round);
      } catch (error) {
        log(`FAILED ${system.name}, round ${round}: ${error.message}`);
      }
    }
  }
}

/** The same items, beginning with another one. */
export function rotate(items, by) {
  const first = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
}
