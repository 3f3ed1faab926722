/** Waits for every one of the steps, also when one fails: nothing writes any more when this rejects with the first error. */
export async function settleAll(steps: Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(steps);
  await Promise.all(steps);
}
