import { type IncomingMessage, type RequestOptions, request, type ServerResponse } from "node:http";
import type { DjangoState } from "./djangoProcess.js";
import { formatBareFailure, reloadTag } from "./failurePage.js";

export interface ProxyTarget {
  port: number;
  /** Browsers come by HTTPS, which ends here. */
  secure?: boolean;
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

/** Node has asked the client to go on with the body already. */
const answeredHere = ["expect"];

/**
 * Passes a request on to Django and its answer back, streaming; holds it while Django restarts.
 *
 * Host is kept, so CSRF, cookies and redirects behave as in production. A request that did not reach Django, and a GET or
 * HEAD that loses its connection before the answer began, is sent once more; a body never is. Every request has a
 * connection of its own: kept-alive ones would outlive restarts. `onAnswer` gets the headers of the answer. An error
 * page, Django's technical one above all, gets `reloadTag` at its end; a bare text becomes a page in a browser.
 */
export async function proxyRequest(
  incoming: IncomingMessage,
  response: ServerResponse,
  target: ProxyTarget,
  answerFailure: AnswerFailure,
  onAnswer: (headers: IncomingMessage["headers"]) => void = () => {},
): Promise<void> {
  const isSafe = ["GET", "HEAD"].includes(incoming.method ?? "") && !hasBody(incoming);
  // Django's development server reads no body of unknown length.
  const body = isChunked(incoming) ? await readAll(incoming) : incoming;
  if (body === null) return;
  for (let attempt = 1; ; attempt++) {
    const state = await target.ready();
    if (response.destroyed) return;
    if (state.kind === "failed") return answerFailure(response, state.output);
    const outcome = await forward(incoming, body, response, target, onAnswer);
    if (outcome.error === null || response.destroyed) return;
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (attempt === 2 || (outcome.sent && !isSafe))
      return answerFailure(response, `Django closed the connection: ${outcome.error.message}`);
  }
}

function hasBody(incoming: IncomingMessage): boolean {
  return incoming.headers["content-length"] !== undefined || isChunked(incoming);
}

function isChunked({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined;
}

interface Outcome {
  /** Null when the answer was passed on whole. */
  error: Error | null;
  /** Whether Django may have got something of the request. */
  sent: boolean;
}

function forward(
  incoming: IncomingMessage,
  body: IncomingMessage | Buffer,
  response: ServerResponse,
  target: ProxyTarget,
  onAnswer: (headers: IncomingMessage["headers"]) => void,
): Promise<Outcome> {
  return new Promise((resolve) => {
    let sent = false;
    const outgoing = request(describeRequest(incoming, body, target), (answer) => {
      onAnswer(answer.headers);
      answer.on("error", (error) => resolve({ error, sent }));
      response.on("close", () => resolve({ error: null, sent }));
      passOn(incoming, answer, response);
    });
    outgoing.on("error", (error) => resolve({ error, sent }));
    response.on("close", () => outgoing.destroy());
    outgoing.once("socket", (socket) =>
      socket.once("connect", () => {
        sent = true;
        if (Buffer.isBuffer(body)) outgoing.end(body);
        else body.pipe(outgoing);
      }),
    );
  });
}

function passOn(incoming: IncomingMessage, answer: IncomingMessage, response: ServerResponse): void {
  if (isBareError(incoming, answer)) return void answerBareError(answer, response);
  const addition = isErrorPage(answer) ? reloadTag : "";
  const dropped = addition === "" ? hopByHop : [...hopByHop, "content-length"];
  writeHead(response, answer, without(dropped, answer.rawHeaders));
  // The first event of a stream may be long in coming. `flushHeaders()` would encode the bytes of headers once more.
  response.write("", "latin1");
  answer.on("end", () => response.end(addition));
  answer.pipe(response, { end: false });
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
  const text = await readAll(answer);
  if (text === null) return;
  const kept = without([...hopByHop, "content-length", "content-type"], answer.rawHeaders);
  const headers = [...kept, "Content-Type", "text/html; charset=utf-8"];
  writeHead(response, answer, headers);
  response.end(formatBareFailure(text.toString("utf8")));
}

/** Node reads status lines that it does not write: a code below 100, and control characters such as colours. */
function writeHead(response: ServerResponse, answer: IncomingMessage, headers: string[]): void {
  const { statusCode = 502, statusMessage = "" } = answer;
  const reason = statusMessage.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, "");
  response.writeHead(statusCode < 100 ? 502 : statusCode, reason, headers);
}

/** Null when the connection ended before the text. */
async function readAll(message: IncomingMessage): Promise<Buffer | null> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of message) pieces.push(piece as Buffer);
  } catch {
    return null;
  }
  return Buffer.concat(pieces);
}

function describeRequest(
  incoming: IncomingMessage,
  body: IncomingMessage | Buffer,
  target: ProxyTarget,
): RequestOptions {
  const length = Buffer.isBuffer(body) ? ["Content-Length", String(body.length)] : [];
  return {
    host: "127.0.0.1",
    port: target.port,
    method: incoming.method,
    path: (incoming as IncomingMessage & { originalUrl?: string }).originalUrl ?? incoming.url,
    headers: [...without([...hopByHop, ...answeredHere], markSecure(incoming.rawHeaders, target)), ...length],
    setHost: false,
    agent: false,
  };
}

/** Raw headers, which say that the browser came by HTTPS where it did: whatever it says itself. */
export function markSecure(raw: string[], { secure }: ProxyTarget): string[] {
  return secure ? [...without(["x-forwarded-proto"], raw), "X-Forwarded-Proto", "https"] : raw;
}

function without(dropped: string[], raw: string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? "";
    if (!dropped.includes(name.toLowerCase())) kept.push(name, raw[i + 1] ?? "");
  }
  return kept;
}
