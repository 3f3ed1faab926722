import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { DevEnvironment, Plugin, ViteDevServer } from "vite";

/** Tells Vite of changes that it has missed. */
export interface MissedChanges {
  /** Must be one of Vite's plugins. */
  plugin: Plugin;
  /** A file was changed; path relative to the site. */
  follow: (path: string) => void;
  end: () => void;
}

/** When Vite has seen a change, and what was under way at that time is done. */
const afterMs = 100;

/** The file system's clock may be so much behind. */
const clockMs = 10;

/**
 * Finds modules that are older than their file, as when a formatter writes a file right after the editor has saved it.
 *
 * Vite's watcher drops the second of two changes within 50 ms; and Vite keeps what it has made of the first content
 * when the second change came meanwhile. Without this the browser would show the first one for ever.
 */
export function createMissedChanges(site: string): MissedChanges {
  const timers = new Map<string, NodeJS.Timeout>();
  const read = new Map<string, number>();
  let vite: ViteDevServer | null = null;
  const look = async (path: string) => {
    timers.delete(path);
    const file = join(site, path);
    const changed = await stat(file).catch(() => null);
    if (vite === null || changed === null) return;
    const isOutdated = Object.values(vite.environments).some((environment) =>
      listKept(environment, file).some((id) => (read.get(id) ?? 0) - clockMs < changed.ctimeMs),
    );
    if (isOutdated) vite.watcher.emit("change", file);
  };
  return {
    plugin: {
      name: "djk:missed-changes",
      enforce: "pre",
      configureServer: (server) => {
        vite = server;
      },
      load(id) {
        read.set(identify(this.environment.name, id), Date.now());
      },
    },
    follow: (path) => {
      clearTimeout(timers.get(path));
      timers.set(
        path,
        setTimeout(() => void look(path), afterMs),
      );
    },
    end: () => {
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}

/** The modules of a file that would be answered as they are kept. */
function listKept({ name, moduleGraph }: DevEnvironment, file: string): string[] {
  return [...(moduleGraph.getModulesByFile(file) ?? [])].flatMap(({ id, transformResult }) =>
    id === null || transformResult === null ? [] : [identify(name, id)],
  );
}

function identify(environment: string, id: string): string {
  return `${environment} ${id}`;
}
