import type { HotPayload, ViteDevServer } from "vite";
import { PROBLEMS_EVENT } from "./shownProblem.js";

/** The browsers that have a page of the site open. */
export interface Browsers {
  /** Reaches nobody before there is a server. */
  send: (payload: HotPayload) => void;
  /** From now on the browsers are those of this server; each one that asks for the problems gets what `answer` gives. */
  connect: (server: Pick<ViteDevServer, "ws">, answer: () => HotPayload) => void;
}

export function createBrowsers(): Browsers {
  let socket: ViteDevServer["ws"] | null = null;
  return {
    send: (payload) => socket?.send(payload),
    connect: ({ ws }, answer) => {
      socket = ws;
      ws.on(PROBLEMS_EVENT, (_, client) => client.send(answer()));
    },
  };
}
