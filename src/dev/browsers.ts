import type { HotPayload, ViteDevServer } from "vite";

/** The browsers that have a page of the site open. */
export interface Browsers {
  /** Reaches nobody before there is a server. */
  send: (payload: HotPayload) => void;
  /** From now on the browsers are those of this server; each one that connects gets what `greet` gives first. */
  connect: (server: Pick<ViteDevServer, "ws">, greet: () => HotPayload | null) => void;
}

export function createBrowsers(): Browsers {
  let socket: ViteDevServer["ws"] | null = null;
  return {
    send: (payload) => socket?.send(payload),
    connect: ({ ws }, greet) => {
      socket = ws;
      ws.on("connection", () => {
        const payload = greet();
        if (payload !== null) ws.send(payload);
      });
    },
  };
}
