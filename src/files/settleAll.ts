/** A build of 10,000 pages writes more files than a process may have open. */
const atOnce = 16;

/**
 * Does something with every item, a few at a time, also when it fails for one: nothing runs any more when this rejects
 * with the first error.
 */
export async function settleAll<Item>(
  items: readonly Item[],
  step: (item: Item) => Promise<unknown>,
): Promise<void> {
  const errors: unknown[] = [];
  const waiting = items.values();
  const work = async () => {
    for (const item of waiting) await step(item).catch((error) => errors.push(error));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  if (errors.length > 0) throw errors[0];
}
