import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import type { DjangoState } from "../../src/dev/djangoProcess.js";
import { reloadTag } from "../../src/dev/failurePage.js";
import { type ProxyTarget, proxyRequest } from "../../src/dev/proxy.js";

const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** A server that closes its first connection without a word and answers the others. */
async function listenMoody(seen: string[]): Promise<number> {
  return listen(
    createServer((incoming, response) => {
      seen.push(incoming.method ?? "");
      if (seen.length === 1) incoming.socket.destroy();
      else response.end("answered");
    }),
  );
}

function listenProxy(target: ProxyTarget): Promise<number> {
  const server = createServer((incoming, response) => {
    void proxyRequest(incoming, response, target, (failed, message) => {
      failed.writeHead(502).end(message);
    });
  });
  return listen(server);
}

const up = async (): Promise<DjangoState> => ({ kind: "up" });

test("a GET that loses its connection is sent once more", async () => {
  const seen: string[] = [];
  const port = await listenProxy({ port: await listenMoody(seen), ready: up });
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe("answered");
  expect(seen).toEqual(["GET", "GET"]);
});

test.each([
  ["POST", ""],
  ["GET", "body"],
])("a %s with the body '%s' is sent once", async (method, body) => {
  const seen: string[] = [];
  const port = await listenProxy({ port: await listenMoody(seen), ready: up });
  const status = await new Promise((resolve, reject) => {
    const headers = body === "" ? {} : { "Content-Length": body.length };
    const outgoing = request({ port, host: "127.0.0.1", method, headers, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    outgoing.once("error", reject).end(body);
  });
  expect(status).toBe(502);
  expect(seen).toEqual([method]);
});

const page = "<h1>NameError at /</h1>";

/** What the browser gets when Django answers `page`. */
async function passOn(
  status: number,
  headers: Record<string, string>,
  method = "GET",
  accept = "*/*",
): Promise<string> {
  const django = createServer((_, response) => {
    response.writeHead(status, { "Content-Length": page.length, ...headers }).end(page);
  });
  const port = await listenProxy({ port: await listen(django), ready: up });
  return (await fetch(`http://127.0.0.1:${port}/`, { method, headers: { Accept: accept } })).text();
}

test("an error page of Django's reloads by itself", async () => {
  expect(await passOn(500, { "Content-Type": "text/html; charset=utf-8" })).toBe(page + reloadTag);
  expect(await passOn(503, { "Content-Type": "text/html" })).toBe(page + reloadTag);
  expect(await passOn(500, { "Content-Type": "text/html" }, "HEAD")).toBe("");
});

test("a bare text in place of an error page becomes a page that reloads by itself, in a browser only", async () => {
  const plain = { "Content-Type": "text/plain" };
  const accept = "text/html,application/xhtml+xml";
  expect(await passOn(500, plain, "GET", accept)).toMatch(/^<!doctype html>/);
  expect(await passOn(500, plain, "GET", accept)).toContain(reloadTag);
  expect(await passOn(500, plain, "GET", accept)).toContain("&lt;h1&gt;NameError");
  expect(await passOn(500, plain, "HEAD", accept)).toBe("");
  expect(await passOn(500, plain)).toBe(page);
  expect(await passOn(404, plain, "GET", accept)).toBe(page);
});

test.each([
  ["a page", 200, { "Content-Type": "text/html" }],
  ["a page that is not found", 404, { "Content-Type": "text/html" }],
  ["an error as JSON", 500, { "Content-Type": "application/json" }],
  ["an error without a type", 500, {}],
])("%s passes as it is", async (_, status, headers) => {
  expect(await passOn(status, headers)).toBe(page);
});

test("an encoded error page passes as it is", async () => {
  const body = gzipSync(page);
  const django = createServer((_, response) => {
    response.writeHead(500, { "Content-Type": "text/html", "Content-Encoding": "gzip" }).end(body);
  });
  const port = await listenProxy({ port: await listen(django), ready: up });
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe(page);
});
