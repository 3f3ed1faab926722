const STAMP = "djk:reloaded";
const PAUSE_MS = 10_000;
const STAY_MS = 3_000;

/** Loads the document at `url`, also when that is where the browser already is. */
export function leaveFor(url: string): void {
  if (url === window.location.href) window.location.reload();
  else window.location.assign(url);
}

/**
 * Loads the document at `url` to get a build whose files are there, at most once in ten seconds: a second
 * failure is not cured by a third document. Tells whether it did; without session storage it never does.
 */
export function leaveOnceFor(url: string): boolean {
  try {
    const [last, time] = JSON.parse(sessionStorage.getItem(STAMP) ?? '["",0]');
    if (last === url && Date.now() - time < PAUSE_MS) return false;
    sessionStorage.setItem(STAMP, JSON.stringify([url, Date.now()]));
  } catch {
    return false;
  }
  leaveFor(url);
  return true;
}

/**
 * Waits until it is plain that the browser stays where it is, although a document load was begun: it was a download,
 * or the browser came back to this page as it was left. False when `signal` ends the navigation before that.
 */
export function staysAfterLeaving(signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, STAY_MS, true);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve(false);
    });
    window.addEventListener("pageshow", () => resolve(true), { signal });
  });
}
