import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type RequestOptions,
  request,
  type Server,
  type ServerResponse,
} from "node:http";
import { type AddressInfo, connect, createServer as createTcpServer } from "node:net";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import type { DjangoState } from "../../src/dev/djangoProcess.js";
import { reloadTag } from "../../src/dev/failurePage.js";
import { type ProxyTarget, proxyRequest } from "../../src/dev/proxy.js";
import { findFreePort } from "../../src/process/findFreePort.js";

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

/** Sends a request of Node's own, which hides less than `fetch`. */
function send(port: number, options: RequestOptions, body?: string | Buffer): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ port, host: "127.0.0.1", agent: false, ...options }, resolve);
    outgoing.once("error", reject);
    outgoing.end(body);
  });
}

/** A proxy in front of a server; closes with the test. */
async function listenBefore(answer: RequestListener, target: Partial<ProxyTarget> = {}): Promise<number> {
  return listenProxy({ port: await listen(createServer(answer)), ready: up, ...target });
}

/** A server that says what it got. */
const mirror: RequestListener = async (incoming, response) => {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece as Buffer);
  const { method, url, rawHeaders } = incoming;
  response.end(JSON.stringify({ method, url, rawHeaders, body: Buffer.concat(pieces).toString() }));
};

interface Mirrored {
  method: string;
  url: string;
  rawHeaders: string[];
  body: string;
}

async function read(answer: IncomingMessage): Promise<Mirrored> {
  return JSON.parse(await text(answer)) as Mirrored;
}

test("Host, path, repeated headers and the body reach Django as they were sent", async () => {
  const port = await listenBefore(mirror);
  const headers = ["Host", "shop.localhost:1", "X-One", "a", "X-One", "b", "Content-Length", "4"];
  const got = await read(await send(port, { method: "POST", path: "/a%2Fb//?x=%20", headers }, "body"));
  expect(got.url).toBe("/a%2Fb//?x=%20");
  expect(got.rawHeaders.join(" ")).toMatch(/Host shop.localhost:1 X-One a X-One b Content-Length 4/);
  expect(got.body).toBe("body");
});

test("a body of unknown length gets one: Django's server reads no other", async () => {
  const port = await listenBefore(mirror);
  for (const method of ["POST", "DELETE"]) {
    const headers = { "Transfer-Encoding": "chunked" };
    const got = await read(await send(port, { method, headers }, "piece by piece"));
    expect(got.body).toBe("piece by piece");
    expect(got.rawHeaders.join(" ")).toMatch(/Content-Length 14/);
    expect(got.rawHeaders.join(" ")).not.toMatch(/chunked/);
  }
});

test("a client that waits to be asked for its body is asked", async () => {
  const port = await listenBefore(mirror);
  const got = await new Promise<IncomingMessage>((resolve) => {
    const headers = { Expect: "100-continue", "Content-Length": 4 };
    const outgoing = request({ port, host: "127.0.0.1", method: "PUT", headers, agent: false }, resolve);
    outgoing.on("continue", () => outgoing.end("body"));
    outgoing.flushHeaders();
  });
  expect((await read(got)).body).toBe("body");
});

test("only djk says that a browser came by HTTPS", async () => {
  const headers = { "x-forwarded-proto": "http" };
  const tls = await read(await send(await listenBefore(mirror, { secure: true }), { headers }));
  expect(
    tls.rawHeaders.filter((_, i) => tls.rawHeaders[i - 1]?.toLowerCase() === "x-forwarded-proto"),
  ).toEqual(["https"]);
});

test("HEAD and 304 have headers and no body", async () => {
  const port = await listenBefore((incoming, response) => {
    response.statusCode = incoming.method === "HEAD" ? 200 : 304;
    response.setHeader("ETag", '"1"');
    if (incoming.method === "HEAD") response.setHeader("Content-Length", "1000");
    response.end();
  });
  const head = await send(port, { method: "HEAD" });
  expect([head.statusCode, head.headers["content-length"], await text(head)]).toEqual([200, "1000", ""]);
  const same = await send(port, {});
  expect([same.statusCode, same.headers.etag, await text(same)]).toEqual([304, '"1"', ""]);
});

test("a stream's headers and each piece of it arrive when Django sends them", async () => {
  let stream: ServerResponse | null = null;
  const port = await listenBefore((_, response) => {
    stream = response;
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.flushHeaders();
  });
  const answer = await send(port, {});
  expect(answer.headers["content-type"]).toBe("text/event-stream");
  for (const piece of ["data: 1\n\n", "data: 2\n\n"]) {
    (stream as unknown as ServerResponse).write(piece);
    expect(String((await once(answer, "data"))[0])).toBe(piece);
  }
  answer.destroy();
});

test("a client that leaves ends the request to Django", async () => {
  let left: (value: unknown) => void = () => {};
  const isLeft = new Promise((resolve) => {
    left = resolve;
  });
  const port = await listenBefore((_, response) => {
    response.on("close", left);
    response.write("begun");
  });
  const answer = await send(port, {});
  await once(answer, "data");
  answer.destroy();
  await isLeft;
});

test("an answer that breaks off breaks off for the client, too", async () => {
  const port = await listenBefore((_, response) => {
    response.writeHead(200, { "Content-Length": 100 });
    response.write("begun", () => response.destroy());
  });
  const answer = await send(port, {});
  await expect(text(answer)).rejects.toThrow("aborted");
});

/** Status line and headers as their bytes come through the proxy, each byte a character. */
async function passHead(head: string): Promise<string> {
  const server = createTcpServer((socket) => {
    socket.once("data", () => socket.end(`${head}Content-Length: 2\r\n\r\nok`, "latin1"));
  }).listen(0, "127.0.0.1");
  closers.push(() => server.close());
  await once(server, "listening");
  const port = await listenProxy({ port: (server.address() as AddressInfo).port, ready: up });
  const client = connect(port, "127.0.0.1");
  client.setEncoding("latin1");
  client.write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  return text(client);
}

test("headers keep their bytes", async () => {
  const answer = await passHead("HTTP/1.1 200 gr\xfcn\r\nX-Name: M\xfcller\r\n");
  expect(answer).toMatch(/^HTTP\/1\.1 200 gr\xfcn\r\nX-Name: M\xfcller\r\n/);
});

test.each([
  ["200 \x1b[31mred\x1b[0m", "200 [31mred[0m"],
  ["099 early", "502 early"],
])("the status line %j, which Node would not write, is %j", async (line, written) => {
  const [first] = (await passHead(`HTTP/1.1 ${line}\r\n`)).split("\r\n");
  expect(first).toBe(`HTTP/1.1 ${written}`);
});

test("an answer to an upload that Django does not read to its end arrives", async () => {
  const server = createTcpServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => {
      socket.pause();
      socket.write("HTTP/1.1 413 Too Large\r\nContent-Length: 9\r\n\r\ntoo large");
      setTimeout(() => socket.destroy(), 20);
    });
  }).listen(0, "127.0.0.1");
  closers.push(() => server.close());
  await once(server, "listening");
  const port = await listenProxy({ port: (server.address() as AddressInfo).port, ready: up });
  const answer = await send(port, { method: "POST" }, Buffer.alloc(8_000_000));
  expect([answer.statusCode, await text(answer)]).toEqual([413, "too large"]);
});

test("an upload passes without being held in memory", async () => {
  let received = 0;
  let finish: () => void = () => {};
  const port = await listenBefore((incoming, response) => {
    incoming.pause();
    finish = () => {
      incoming.on("data", (piece) => {
        received += piece.length;
      });
      incoming.on("end", () => response.end("done"));
      incoming.resume();
    };
  });
  const size = 50_000_000;
  const answered = new Promise<IncomingMessage>((resolve) => {
    const headers = { "Content-Length": size };
    const outgoing = request({ port, host: "127.0.0.1", method: "POST", headers, agent: false }, resolve);
    const piece = Buffer.alloc(100_000);
    let written = 0;
    const write = () => {
      while (written < size) {
        written += piece.length;
        if (!outgoing.write(piece)) {
          outgoing.once("drain", write);
          return;
        }
      }
      outgoing.end();
    };
    write();
    setTimeout(() => {
      expect(written).toBeLessThan(size / 2);
      finish();
    }, 100);
  });
  expect(await text(await answered)).toBe("done");
  expect(received).toBe(size);
});

test("a request waits while Django restarts; a body that did not reach it is sent when it is up", async () => {
  const gone = await findFreePort();
  const target: ProxyTarget = { port: gone, ready: up };
  const port = await listenProxy({
    get port() {
      return target.port;
    },
    // The second time it is asked, Django has come up again.
    ready: async () => {
      if (target.port === gone && asked++ > 0) target.port = await listen(createServer(mirror));
      return { kind: "up" };
    },
  });
  let asked = 0;
  const got = await read(await send(port, { method: "POST", headers: { "Content-Length": 4 } }, "body"));
  expect(got.body).toBe("body");
});
