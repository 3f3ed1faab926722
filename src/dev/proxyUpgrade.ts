import type { IncomingMessage } from "node:http";
import { connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { markSecure, type ProxyTarget } from "./proxy.js";

/**
 * Passes a WebSocket (or any other upgrade) on to Django, byte for byte; holds it while Django restarts.
 *
 * The end or failure of either side is that of the other. A Django that cannot be reached is a 502.
 */
export async function proxyUpgrade(
  incoming: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  target: ProxyTarget,
): Promise<void> {
  socket.on("error", () => socket.destroy());
  const state = await target.ready();
  if (socket.destroyed) return;
  if (state.kind === "failed") return refuse(socket);
  const upstream = connect({ port: target.port, host: "127.0.0.1" });
  const failBefore = () => refuse(socket);
  upstream.once("error", failBefore);
  upstream.once("connect", () => {
    upstream.off("error", failBefore);
    upstream.write(formatHead(incoming, target), "latin1"); // as Node reads heads
    upstream.write(head);
    connectBoth(socket, upstream);
  });
  socket.on("close", () => upstream.destroy());
}

function refuse(socket: Duplex): void {
  socket.end("HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", () =>
    socket.destroy(),
  );
}

/** Everything that one side has sent reaches the other before it learns of the end. */
function connectBoth(socket: Duplex, upstream: Socket): void {
  upstream.on("error", () => socket.destroy());
  upstream.on("close", () => {
    if (!upstream.readableEnded || socket.writableFinished) socket.destroy();
    else socket.once("finish", () => socket.destroy());
  });
  upstream.pipe(socket).pipe(upstream);
}

function formatHead(incoming: IncomingMessage, target: ProxyTarget): string {
  const raw = markSecure(incoming.rawHeaders, target);
  let text = `${incoming.method} ${incoming.url} HTTP/1.1\r\n`;
  for (let i = 0; i + 1 < raw.length; i += 2) text += `${raw[i]}: ${raw[i + 1]}\r\n`;
  return `${text}\r\n`;
}
