const unreadable = new Set(["ENOENT", "ENOTDIR", "EACCES", "EPERM", "ELOOP"]);

/** Whether an error of the file system says that there is nothing to read at a path, now or for this user. */
export function isUnreadable(error: unknown): boolean {
  return unreadable.has((error as NodeJS.ErrnoException).code ?? "");
}
