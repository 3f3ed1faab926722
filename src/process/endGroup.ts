const pollMs = 20;

/**
 * Sends a signal to every process of a group that can take one; signal 0 only looks.
 *
 * @returns whether there was one. EPERM means that there was not: so macOS answers for a group of zombies.
 */
export function signalGroup(pgid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pgid, signal);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ESRCH" || code === "EPERM") return false;
    throw error;
  }
}

async function waitForGroup(pgid: number, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while (signalGroup(pgid, 0)) {
    if (performance.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  return true;
}

/**
 * Ends every process of a group: SIGTERM, then SIGKILL for what is left after `graceMs`.
 *
 * Resolves when the group is empty; one second after SIGKILL at the latest, because a container without an init
 * process keeps zombies.
 */
export async function endGroup(pgid: number, graceMs = 5000): Promise<void> {
  if (!signalGroup(pgid, "SIGTERM")) return;
  if (await waitForGroup(pgid, graceMs)) return;
  signalGroup(pgid, "SIGKILL");
  await waitForGroup(pgid, 1000);
}
