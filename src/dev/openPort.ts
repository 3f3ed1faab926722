import type { IncomingMessage } from "node:http";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { createServer as createDoor, type Server as Door, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Certificate } from "./certificate.js";

export interface PortOptions {
  host: string;
  port: number;
  /** With one it is HTTPS, and who comes by HTTP is sent there. */
  certificate: Certificate | null;
  onRequest: RequestListener;
  onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/** Listens for requests. Gives what closes the port and every connection. */
export async function openPort(options: PortOptions): Promise<() => Promise<void>> {
  const { certificate, onRequest } = options;
  const server = certificate === null ? createServer(onRequest) : createTlsServer(certificate, onRequest);
  server.on("upgrade", options.onUpgrade);
  const door = certificate === null ? server : guardDoor(server);
  const sockets = new Set<Socket>();
  door.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await listen(door, options.port, options.host);
  return async () => {
    const closed = new Promise((resolve) => door.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
}

/** The first byte of a TLS connection: the type of a handshake record. */
const handshake = 0x16;

/** Passes TLS connections on to a server, and answers others by sending them there. */
function guardDoor(server: Server): Door {
  const plain = createServer(redirect);
  return createDoor((socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", (data) => {
      socket.pause();
      socket.unshift(data);
      (data[0] === handshake ? server : plain).emit("connection", socket);
      process.nextTick(() => socket.resume());
    });
  });
}

const redirect: RequestListener = ({ headers, url }, response) => {
  response.setHeader("Connection", "close");
  if (headers.host === undefined) response.writeHead(400).end("This is an HTTPS port.\n");
  else response.writeHead(307, { Location: `https://${headers.host}${url}` }).end();
};

function listen(server: Door, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
