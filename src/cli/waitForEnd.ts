/** Resolves with the signal that asks this process to end: Ctrl-C, a terminal that closes, or a supervisor. */
export function waitForEnd(): Promise<NodeJS.Signals> {
  const signals: NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
  return new Promise((resolve) => {
    for (const signal of signals) process.once(signal, () => resolve(signal));
  });
}
