import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
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

/**
 * Finds the `djk dev` that runs for a site; null when there is none, or not any more.
 *
 * One that was killed leaves its note: its process id is free then, and its port, unless others have taken both.
 */
export async function findOtherSession(site: string): Promise<Session | null> {
  const text = await readFile(noteOf(site), "utf8").catch(() => "");
  const [, pid = "", port = "", host = ""] = /^(\d+) (\d+) (\S+)$/m.exec(text) ?? [];
  if (host === "" || !isRunning(Number(pid)) || (await isPortFree(Number(port), host))) return null;
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

/**
 * Notes in the site's `.djk/` that this process serves it, on a port that is open. Gives what takes the note away.
 *
 * @throws ProjectError `dev-running` when another one, which began at the same time, was faster
 */
export async function noteSession(site: string, { host, port, pid }: Session): Promise<() => Promise<void>> {
  const file = noteOf(site);
  const note = `${pid} ${port} ${host}\n`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, note, { flag: "wx" }).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
    await refuseSecond(site);
    await writeFile(file, note); // in place of the note of one that was killed
  });
  return async () => {
    const isOwn = (await readFile(file, "utf8").catch(() => "")) === note;
    if (isOwn) await rm(file, { force: true });
  };
}

function noteOf(site: string): string {
  return join(site, ".djk", "dev");
}
