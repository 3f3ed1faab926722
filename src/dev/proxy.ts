import { type IncomingMessage, type RequestOptions, request, type ServerResponse } from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import type { DjangoState } from "./djangoProcess.js";
import { formatBareFailure, reloadTag } from "./failurePage.js";

export interface ProxyTarget {
  port: number;
  ready: () => Promise<DjangoState>;
}

/** Writes the page that stands in while Django cannot answer. */
export type AnswerFailure = (response: ServerResponse, message: string) => void;

const hopByHop = [
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/**
 * Passes a request on to Django and its answer back, streaming; holds it while Django restarts.
 *
 * Host is kept, so CSRF, cookies and redirects behave as in production. A GET or HEAD that loses its connection before
 * the answer began is sent once more. Every request has a connection of its own: kept-alive ones would outlive restarts.
 * An error page, Django's technical one above all, gets `reloadTag` at its end; a bare text becomes a page in a browser.
 */
export async function proxyRequest(
  incoming: IncomingMessage,
  response: ServerResponse,
  target: ProxyTarget,
  answerFailure: AnswerFailure,
): Promise<void> {
  const canRepeat = ["GET", "HEAD"].includes(incoming.method ?? "") && !hasBody(incoming);
  for (let attempt = 1; ; attempt++) {
    const state = await target.ready();
    if (response.destroyed) return;
    if (state.kind === "failed") return answerFailure(response, state.output);
    const error = await forward(incoming, response, target.port);
    if (error === null || response.destroyed) return;
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (!canRepeat || attempt === 2)
      return answerFailure(response, `Django closed the connection: ${error.message}`);
  }
}

/** A body is gone once it was sent. */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined;
}

/** Resolves with null when the answer was passed on whole, or with what went wrong. */
function forward(incoming: IncomingMessage, response: ServerResponse, port: number): Promise<Error | null> {
  return new Promise((resolve) => {
    const outgoing = request(describeRequest(incoming, port), (answer) => {
      answer.on("error", resolve);
      response.on("close", () => resolve(null));
      if (isBareError(incoming, answer)) return void answerBareError(answer, response);
      const addition = isErrorPage(answer) ? reloadTag : "";
      const dropped = addition === "" ? hopByHop : [...hopByHop, "content-length"];
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage, without(dropped, answer.rawHeaders));
      answer.on("end", () => response.end(addition));
      answer.pipe(response, { end: false });
    });
    outgoing.on("error", resolve);
    response.on("close", () => outgoing.destroy());
    incoming.pipe(outgoing);
  });
}

function isErrorPage(answer: IncomingMessage): boolean {
  return isError(answer, "text/html");
}

/** A browser that loads a document gets a plain text: what Django's server says when Django's own pages failed, too. */
function isBareError({ headers }: IncomingMessage, answer: IncomingMessage): boolean {
  return isError(answer, "text/plain") && (headers.accept?.includes("text/html") ?? false);
}

function isError({ statusCode = 502, headers }: IncomingMessage, type: string): boolean {
  const isOfType = headers["content-type"]?.startsWith(type) ?? false;
  return statusCode >= 500 && isOfType && headers["content-encoding"] === undefined;
}

async function answerBareError(answer: IncomingMessage, response: ServerResponse): Promise<void> {
  const text = await readText(answer);
  if (text === null) return;
  const kept = without([...hopByHop, "content-length", "content-type"], answer.rawHeaders);
  const headers = [...kept, "Content-Type", "text/html; charset=utf-8"];
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage, headers);
  response.end(formatBareFailure(text));
}

/** Null when the connection ended before the text. */
async function readText(answer: IncomingMessage): Promise<string | null> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of answer) pieces.push(piece as Buffer);
  } catch {
    return null;
  }
  return Buffer.concat(pieces).toString("utf8");
}

function describeRequest(incoming: IncomingMessage, port: number): RequestOptions {
  return {
    host: "127.0.0.1",
    port,
    method: incoming.method,
    path: (incoming as IncomingMessage & { originalUrl?: string }).originalUrl ?? incoming.url,
    headers: without(hopByHop, incoming.rawHeaders),
    setHost: false,
    agent: false,
  };
}

function without(dropped: string[], raw: string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? "";
    if (!dropped.includes(name.toLowerCase())) kept.push(name, raw[i + 1] ?? "");
  }
  return kept;
}

/** Passes a WebSocket (or any other upgrade) on to Django, byte for byte. */
export async function proxyUpgrade(
  incoming: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  target: ProxyTarget,
): Promise<void> {
  socket.on("error", () => socket.destroy());
  const state = await target.ready();
  if (state.kind === "failed") {
    socket.end("HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\n\r\n");
    return;
  }
  const upstream = connect(target.port, "127.0.0.1", () => {
    upstream.write(
      `${incoming.method} ${incoming.url} HTTP/1.1\r\n${formatHeaders(incoming.rawHeaders)}\r\n`,
    );
    upstream.write(head);
    upstream.pipe(socket).pipe(upstream);
  });
  upstream.on("error", () => socket.destroy());
  upstream.on("close", () => socket.destroy());
  socket.on("close", () => upstream.destroy());
}

function formatHeaders(raw: string[]): string {
  let text = "";
  for (let i = 0; i + 1 < raw.length; i += 2) text += `${raw[i]}: ${raw[i + 1]}\r\n`;
  return text;
}
