import { rm, stat } from "node:fs/promises";
import { type IncomingMessage, request } from "node:http";
import { request as requestTls } from "node:https";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { connect as connectTls } from "node:tls";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Certificate, loadCertificate } from "../../src/dev/certificate.js";
import { openPort } from "../../src/dev/openPort.js";
import { findFreePort } from "../../src/process/findFreePort.js";
import { makeFolder } from "../build/folder.js";

let site: string;
let certificate: Certificate;
let port: number;
let close: () => Promise<void>;

beforeAll(async () => {
  site = await makeFolder({});
  certificate = await loadCertificate({ site, hosts: [], env: {} });
});
afterAll(() => rm(site, { recursive: true }));

beforeEach(async () => {
  port = await findFreePort();
  close = await openPort({
    host: "127.0.0.1",
    port,
    certificate,
    onRequest: async (incoming, response) => {
      response.end(`${incoming.method} ${incoming.url} ${await text(incoming)}`);
    },
    onUpgrade: (_, socket) => {
      socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
      socket.pipe(socket);
    },
  });
});
afterEach(() => close());

test("requests and upgrades come by HTTPS", async () => {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const options = { host: "localhost", port, path: "/notes/?a=1", method: "POST", ca: certificate.cert };
    requestTls(options, resolve).once("error", reject).end("body");
  });
  expect(await text(answer)).toBe("POST /notes/?a=1 body");
  const socket = connectTls({ host: "localhost", port, ca: certificate.cert });
  socket.write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
  let heard = "";
  socket.on("data", (data) => {
    heard += data;
    if (heard.endsWith("\r\n\r\n")) socket.write("hello");
  });
  await expect.poll(() => heard).toMatch(/^HTTP\/1\.1 101 [\s\S]*hello$/);
});

test("who comes by HTTP is sent to HTTPS, with its method", async () => {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ host: "127.0.0.1", port, path: "/notes/?a=1", headers: { Host: "box.lan:8000" } }, resolve)
      .once("error", reject)
      .end();
  });
  expect([answer.statusCode, answer.headers.location]).toEqual([307, "https://box.lan:8000/notes/?a=1"]);
});

test("who does not trust the certificate or speaks neither protocol disturbs nobody else", async () => {
  for (const bytes of ["", "\x16\x03garbage\r\n\r\n", "garbage\r\n\r\n"])
    connect(port, "127.0.0.1").end(bytes);
  await expect(fetch(`https://localhost:${port}/`)).rejects.toThrow();
  const answer = await fetch(`http://127.0.0.1:${port}/`, { redirect: "manual" });
  expect(answer.status).toBe(307);
});

test("closing ends every connection, and the port is free", async () => {
  const idle = connect(port, "127.0.0.1");
  const ended = new Promise((resolve) => idle.once("close", resolve));
  await new Promise((resolve) => idle.once("connect", resolve));
  await close();
  await ended;
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
  close = async () => {};
});

test("the key is its owner's alone", async () => {
  expect((await stat(`${site}/.djk/https/key.pem`)).mode & 0o777).toBe(0o600);
  expect((await stat(`${site}/.djk/https`)).mode & 0o777).toBe(0o700);
});
