import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { ViteDevServer } from "vite";
import { isAllowedHost } from "./allowedHosts.js";
import { inTurn } from "./inTurn.js";

export interface LiveViteOptions {
  /** Starts Vite, for the upgrades that the server emits. */
  start: (upgrades: Server, onConfigChange: () => void) => Promise<ViteDevServer>;
  /** Called when Vite has started again. */
  onRestart: () => void;
  /** Receives why Vite did not start again; the former one stays. */
  onFailure: (error: unknown) => void;
}

/** Vite, which starts again when its configuration has changed. */
export interface LiveVite {
  /** Whether the request came by a host that may have modules. */
  allows: (request: IncomingMessage) => boolean;
  handle: (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  close: () => Promise<void>;
}

interface Running {
  vite: ViteDevServer;
  upgrades: Server;
}

/** A shell empties a file before it writes, and the watcher tells of both. */
const settleMs = 100;

/** Starts Vite. Browsers that are connected when it is exchanged load their page anew. */
export async function openLiveVite({ start, onRestart, onFailure }: LiveViteOptions): Promise<LiveVite> {
  let timer: NodeJS.Timeout | undefined;
  const exchangeSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(exchange.run, settleMs);
  };
  const startOne = async (): Promise<Running> => {
    const upgrades = createServer();
    return { upgrades, vite: await start(upgrades, exchangeSoon) };
  };
  const exchange = inTurn(async () => {
    const former = current;
    current = await startOne();
    await former.vite.close();
    onRestart();
  }, onFailure);
  let current = await startOne();
  return {
    allows: ({ headers }) => isAllowedHost(headers.host, current.vite.config.server.allowedHosts),
    handle: (request, response, next) => current.vite.middlewares(request, response, next),
    upgrade: (request, socket, head) => {
      current.upgrades.emit("upgrade", request, socket, head);
    },
    close: async () => {
      clearTimeout(timer);
      await exchange.idle();
      await current.vite.close();
    },
  };
}
