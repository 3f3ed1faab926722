import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import type { DjangoState } from "../../src/dev/djangoProcess.js";
import { proxyUpgrade } from "../../src/dev/proxyUpgrade.js";
import { findFreePort } from "../../src/process/findFreePort.js";

const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const handshake = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n";

/** What the server behind the proxy got of each connection: its head, and the socket that speaks afterwards. */
interface Arrived {
  head: string;
  socket: Socket;
}

/** Answers each upgrade and hands over its socket. */
async function listenUpstream(onArrived: (arrived: Arrived) => void, answer = handshake): Promise<number> {
  const server = createTcpServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (data) => {
      socket.write(answer);
      onArrived({ head: data.toString("latin1"), socket });
    });
  }).listen(0, "127.0.0.1");
  closers.push(() => server.close());
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

async function listenProxy(
  port: number,
  ready: () => Promise<DjangoState> = async () => ({ kind: "up" }),
): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  server.on("upgrade", (incoming, socket, head) => {
    closers.push(() => socket.destroy());
    void proxyUpgrade(incoming, socket, head, { port, ready });
  });
  closers.push(() => server.close());
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** Opens a connection that asks for an upgrade; `text` is everything that came so far. */
async function open(port: number): Promise<{ socket: Socket; text: () => string }> {
  const socket = connect(port, "127.0.0.1");
  closers.push(() => socket.destroy());
  let text = "";
  socket.on("data", (data) => {
    text += data;
  });
  socket.on("error", () => {});
  socket.write(
    "GET /chat/?a=1 HTTP/1.1\r\nHost: shop.localhost:1\r\nConnection: Upgrade\r\nUpgrade: echo\r\nCookie: a=\xfc\r\n\r\nearly",
    "latin1",
  );
  return { socket, text: () => text };
}

/** A client that is connected through the proxy, and the other end of it. */
async function openThrough(): Promise<{ client: Awaited<ReturnType<typeof open>>; arrived: Arrived }> {
  let arrive: (arrived: Arrived) => void = () => {};
  const arriving = new Promise<Arrived>((resolve) => {
    arrive = resolve;
  });
  const client = await open(await listenProxy(await listenUpstream(arrive)));
  return { client, arrived: await arriving };
}

test("an upgrade reaches Django with its headers, and bytes pass in both directions", async () => {
  const { client, arrived } = await openThrough();
  expect(arrived.head).toMatch(
    /^GET \/chat\/\?a=1 HTTP\/1\.1\r\nHost: shop\.localhost:1\r\nConnection: Upgrade/,
  );
  expect(arrived.head).toContain("\r\nCookie: a=\xfc\r\n");
  arrived.socket.on("data", (data) => arrived.socket.write(`echo ${data}`));
  await expect.poll(client.text).toContain(handshake);
  client.socket.write("hello");
  await expect.poll(client.text).toContain("echo hello");
});

test("what Django says last arrives before the end", async () => {
  const { client, arrived } = await openThrough();
  const last = "x".repeat(1_000_000);
  arrived.socket.end(last);
  await once(client.socket, "end");
  expect(client.text()).toBe(handshake + last);
});

test.each([
  ["leaves", (socket: Socket) => socket.end()],
  ["breaks off", (socket: Socket) => socket.resetAndDestroy()],
])("a client that %s ends the connection to Django, and the other way round", async (_, leave) => {
  const one = await openThrough();
  const ended = once(one.arrived.socket, "close");
  one.arrived.socket.resume();
  leave(one.client.socket);
  await ended;
  const other = await openThrough();
  const left = once(other.client.socket, "close");
  leave(other.arrived.socket);
  await left;
});

test("a side that does not read holds the other one back", async () => {
  const { client, arrived } = await openThrough();
  await expect.poll(client.text).toContain(handshake);
  client.socket.pause();
  const piece = Buffer.alloc(1_000_000);
  for (let written = 0; written < 100; written++) arrived.socket.write(piece);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(arrived.socket.writableLength).toBeGreaterThan(0);
});

test("an answer that is no upgrade is the client's", async () => {
  const answer = "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\nConnection: close\r\n\r\nnone";
  const port = await listenProxy(await listenUpstream(({ socket }) => socket.end(), answer));
  const { socket, text } = await open(port);
  await once(socket, "close");
  expect(text()).toBe(answer);
});

test.each([
  ["is not there", async (): Promise<DjangoState> => ({ kind: "up" })],
  ["has failed", async (): Promise<DjangoState> => ({ kind: "failed", output: "" })],
])("an upgrade when Django %s is a 502", async (_, ready) => {
  const { socket, text } = await open(await listenProxy(await findFreePort(), ready));
  await once(socket, "close");
  expect(text()).toMatch(/^HTTP\/1\.1 502 /);
});

test("an upgrade waits while Django restarts", async () => {
  let start: (state: DjangoState) => void = () => {};
  const starting = new Promise<DjangoState>((resolve) => {
    start = resolve;
  });
  const upstream = await listenUpstream(() => {});
  const { text } = await open(await listenProxy(upstream, () => starting));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(text()).toBe("");
  start({ kind: "up" });
  await expect.poll(text).toBe(handshake);
});
