import { type ChildProcess, spawn } from "node:child_process";

const script = `read -r _
kill -s TERM -- "-$1" 2>/dev/null || exit 0
i=0
while [ "$i" -lt "$2" ]; do
  kill -s 0 -- "-$1" 2>/dev/null || exit 0
  sleep 1
  i=$((i + 1))
done
kill -s KILL -- "-$1" 2>/dev/null`;

/**
 * Starts a shell that waits on a pipe of this process and ends the group when the pipe closes, which is when this
 * process dies, whatever killed it. (Node cannot set a parent-death signal, and macOS has none.) A shell that is killed itself is
 * followed by another one.
 *
 * @returns ends the shell; to be called as soon as the group has ended, because its id may be used again
 */
export function startWatchdog(pgid: number, graceMs: number): () => void {
  const replace = (_: number | null, signal: NodeJS.Signals | null) => {
    if (signal !== null) shell = startShell(pgid, graceMs).once("exit", replace);
  };
  let shell = startShell(pgid, graceMs).once("exit", replace);
  return () => {
    shell.off("exit", replace);
    shell.kill("SIGKILL");
  };
}

function startShell(pgid: number, graceMs: number): ChildProcess {
  const graceSeconds = String(Math.ceil(graceMs / 1000));
  const shell = spawn("/bin/sh", ["-c", script, "djk-watchdog", String(pgid), graceSeconds], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  shell.once("error", () => {});
  shell.stdin.on("error", () => {});
  shell.unref();
  return shell;
}
