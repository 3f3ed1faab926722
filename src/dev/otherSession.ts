import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isPortFree } from "../process/isPortFree.js";

/** Where a `djk dev` listens. */
export interface Listening {
  host: string;
  port: number;
}

/** Finds the `djk dev` that runs for a site; null when there is none, or not any more. */
export async function findOtherSession(site: string): Promise<Listening | null> {
  const text = await readFile(noteOf(site), "utf8").catch(() => "");
  const [, port = "", host = ""] = /^(\d+) (\S+)$/m.exec(text) ?? [];
  if (host === "" || (await isPortFree(Number(port), host))) return null;
  return { host, port: Number(port) };
}

/** Notes in the site's `.djk/` that this process serves it. Gives what takes the note away. */
export async function noteSession(site: string, { host, port }: Listening): Promise<() => Promise<void>> {
  const file = noteOf(site);
  const note = `${port} ${host}\n`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, note);
  return async () => {
    const isOwn = (await readFile(file, "utf8").catch(() => "")) === note;
    if (isOwn) await rm(file, { force: true });
  };
}

function noteOf(site: string): string {
  return join(site, ".djk", "dev");
}
