import { relative } from "node:path";
import { type Diagnostic, ProjectError } from "../diagnostics/diagnostic.js";

const reasons: Readonly<Record<string, [reason: string, hint: string]>> = {
  EACCES: ["this user may not", "Give this user the right to it, or run djk as the user who owns the site."],
  EPERM: ["the system does not permit it", "Look at its owner and its attributes (ls -ld, lsattr)."],
  EROFS: ["the file system is read-only", "Mount it for writing, or work on a copy of the site."],
  ENOSPC: ["the disk is full", "Make room, then run the command again."],
  EDQUOT: ["this user's share of the disk is used up", "Make room, then run the command again."],
  ENOTDIR: ["a file stands where a folder belongs", "Move that file away, then run the command again."],
  EEXIST: ["a file stands where a folder belongs", "Move that file away, then run the command again."],
  ENAMETOOLONG: ["the name is too long", "Give the folder or file that the name comes from a shorter one."],
  EISDIR: ["a folder stands where a file belongs", "Move that folder away, then run the command again."],
};

const verbs: Readonly<Record<string, string>> = {
  copyfile: "copy",
  lstat: "look at",
  mkdir: "make",
  open: "open",
  read: "read",
  realpath: "read",
  rename: "rename",
  rmdir: "remove",
  scandir: "read",
  stat: "look at",
  symlink: "make",
  unlink: "remove",
  write: "write",
};

/** The problem behind an error of the file system that the user can mend; null for any other error. */
export function describeFileError(error: unknown, site: string): Diagnostic | null {
  const { code = "", syscall = "", path, dest } = error as NodeJS.ErrnoException & { dest?: string };
  const [reason, hint] = reasons[code] ?? [];
  const verb = verbs[syscall];
  if (reason === undefined || hint === undefined || verb === undefined) return null;
  const names = [path, dest].filter((name) => name !== undefined).map((name) => formatPath(name, site));
  const what = `cannot ${verb} ${names.join(" to ") || "a file of the site"}`;
  return { code: "file-access", severity: "error", message: `${what}: ${reason} (${code})`, hint };
}

const pythonErrors: Readonly<Record<string, string>> = {
  13: "EACCES",
  28: "ENOSPC",
  30: "EROFS",
  122: "EDQUOT",
};

/** The same for an exception that ended Python: `OSError: [Errno 28] No space left on device: '/path'`. */
export function describePythonFileError(output: string, site: string): Diagnostic | null {
  const [, number = "", path] = /\[Errno (\d+)\][^\n]*?(?:: '([^'\n]+)')?$/m.exec(output) ?? [];
  const code = pythonErrors[number];
  return code === undefined ? null : describeFileError({ code, syscall: "write", path }, site);
}

/**
 * Runs a step that reads and writes files of a site.
 *
 * @throws ProjectError `file-access` for an error of the file system that the user can mend
 */
export async function withFileProblems<T>(site: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    const problem = describeFileError(error, site);
    throw problem === null ? error : new ProjectError(problem);
  }
}

function formatPath(path: string, site: string): string {
  const below = relative(site, path);
  return below === "" || below.startsWith("..") ? path : below;
}
