import { readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";

/** A process that listens on a port. */
export interface PortOwner {
  pid: number;
  /** Its command line, arguments separated by spaces. */
  command: string;
}

/**
 * Finds the process that listens on a TCP port of this machine.
 *
 * Reads `/proc`, so the answer is null on systems without it and for processes of other users.
 */
export async function findPortOwner(port: number, proc = "/proc"): Promise<PortOwner | null> {
  const inodes = new Set<string>();
  for (const table of ["tcp", "tcp6"]) {
    const text = await readFile(join(proc, "net", table), "utf8").catch(() => "");
    for (const inode of parseListeners(text, port)) inodes.add(inode);
  }
  if (inodes.size === 0) return null;
  for (const entry of await readdir(proc)) {
    if (/^\d+$/.test(entry) && (await holdsSocket(join(proc, entry, "fd"), inodes))) {
      const command = await readFile(join(proc, entry, "cmdline"), "utf8").catch(() => "");
      return { pid: Number(entry), command: command.replaceAll("\0", " ").trim() };
    }
  }
  return null;
}

const listenState = "0A";

/** Socket inodes that listen on `port`, from the text of `/proc/net/tcp` (see proc(5)). */
export function parseListeners(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return table
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === listenState && fields[1]?.endsWith(suffix))
    .map((fields) => fields[9] ?? "");
}

async function holdsSocket(fdDir: string, inodes: ReadonlySet<string>): Promise<boolean> {
  const names = await readdir(fdDir).catch(() => []);
  for (const name of names) {
    const target = await readlink(join(fdDir, name)).catch(() => "");
    const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
    if (inode !== undefined && inodes.has(inode)) return true;
  }
  return false;
}
