const pollMs = 20;

/** True while a process of the group `pgid` exists. */
function isGroupAlive(pgid: number): boolean {
  try {
    process.kill(-pgid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Sends a signal to every process of a group; an empty group is no error. */
export function signalGroup(pgid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pgid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function waitForGroup(pgid: number, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while (isGroupAlive(pgid)) {
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
  if (!isGroupAlive(pgid)) return;
  signalGroup(pgid, "SIGTERM");
  if (await waitForGroup(pgid, graceMs)) return;
  signalGroup(pgid, "SIGKILL");
  await waitForGroup(pgid, 1000);
}
