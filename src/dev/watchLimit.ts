import type { Diagnostic } from "../diagnostics/diagnostic.js";

/** The settings of Linux behind the errors of `fs.watch`, and values that are enough for most. */
const limits: Record<string, string> = {
  ENOSPC: "fs.inotify.max_user_watches=524288",
  EMFILE: "fs.inotify.max_user_instances=1024",
};

/** Finds, in the message of an error of `fs.watch`, that the system's limit is reached; null for any other message. */
export function findWatchLimit(message: string): Diagnostic | null {
  const [, code = ""] = /\b([A-Z]+): .*, watch\b/.exec(message) ?? [];
  const setting = limits[code];
  if (setting === undefined) return null;
  return {
    code: "watch-limit",
    severity: "error",
    message: `the system watches no more files for this user: ${setting.split("=")[0]} is reached (${code})`,
    hint: `raise the limit: sudo sysctl ${setting}`,
  };
}
