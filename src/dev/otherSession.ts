import { mkdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ProjectError } from "../diagnostics/diagnostic.js";
import { formatSiteUrl } from "../process/formatHost.js";
import { isPortFree } from "../process/isPortFree.js";
import { isRunning } from "../process/isRunning.js";

/** A `djk dev` that runs. */
export interface Session {
  host: string;
  port: number;
  /** Its process id. */
  pid: number;
}

/** The file that tells others of a session. */
export interface SessionNote {
  /**
   * Writes it, as soon as the port is open.
   *
   * @throws ProjectError `dev-running` when another session, which began at the same time, was faster
   */
  write: () => Promise<void>;
  /** Writes it again if it was written and is gone. */
  renew: () => Promise<void>;
  remove: () => Promise<void>;
}

/** A file in a site's `.djk/` whose change says that migrations were applied. */
export const migratedMark = ".djk/migrated";

/**
 * Finds the `djk dev` that runs for a site; null when there is none, or not any more.
 *
 * One that was killed leaves its note: its process id is free then, and its port, unless others have taken both. A copy
 * of a site has the note of another folder.
 */
export async function findOtherSession(site: string): Promise<Session | null> {
  const text = await readNote(site);
  const [, pid = "", port = "", host = "", folder = ""] = /^(\d+) (\d+) (\S+)\n(.+)\n$/s.exec(text) ?? [];
  if (folder === "" || folder !== (await realpath(site))) return null;
  if (!isRunning(Number(pid)) || (await isPortFree(Number(port), host))) return null;
  return { host, port: Number(port), pid: Number(pid) };
}

/**
 * Refuses to serve a site that a `djk dev` serves already: both would write `.djk/`, whatever their ports.
 *
 * @throws ProjectError `dev-running`
 */
export async function refuseSecond(site: string): Promise<void> {
  const other = await findOtherSession(site);
  if (other === null) return;
  const url = formatSiteUrl(other.host, other.port);
  throw new ProjectError({
    code: "dev-running",
    severity: "error",
    message: `djk dev runs for this site already: ${url}`,
    hint: `open that address, or end it first: Ctrl-C in its terminal, or kill ${other.pid}`,
  });
}

/** Tells the `djk dev` that runs for a site, if one does, that migrations were applied. */
export async function announceMigrated(site: string): Promise<void> {
  if ((await findOtherSession(site)) !== null) await writeFile(join(site, migratedMark), `${Date.now()}\n`);
}

/** Makes the note in a site's `.djk/` that a process serves the site. */
export function createSessionNote(site: string, { host, port, pid }: Session): SessionNote {
  const file = noteOf(site);
  let written = "";
  const writeNew = async (text: string) => {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: "wx" });
  };
  return {
    write: async () => {
      const text = `${pid} ${port} ${host}\n${await realpath(site)}\n`;
      await writeNew(text).catch(async (error) => {
        ignoreExisting(error);
        await refuseSecond(site);
        await writeFile(file, text); // in place of the note of one that was killed, or of another folder
      });
      written = text;
    },
    renew: async () => {
      if (written !== "") await writeNew(written).catch(ignoreExisting);
    },
    remove: async () => {
      const isOwn = (await readNote(site)) === written;
      written = "";
      if (isOwn) await rm(file, { force: true });
    },
  };
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}

function readNote(site: string): Promise<string> {
  return readFile(noteOf(site), "utf8").catch(() => "");
}

function noteOf(site: string): string {
  return join(site, ".djk", "dev");
}
