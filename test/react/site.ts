import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { DATA_TYPE, type Envelope, type TableFile } from "../../src/react/protocol.js";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export const FIXTURES = "/test/react/fixtures/";

export const TABLE: TableFile = {
  version: 1,
  build: "one",
  base: FIXTURES,
  trailingSlash: "always",
  converters: {},
  rows: [
    ["", "/"],
    ["about", "/about"],
    ["bare", "/bare"],
    ["books", "/books"],
    ["gone", "/gone"],
    ["late", "/late"],
    ["ping", "/ping"],
    ["books/<slug>", "/books/[slug]"],
  ],
  branches: {
    "/": ["home.tsx"],
    "/about": ["about.tsx"],
    "/bare": ["bare.tsx"],
    "/books": ["books.tsx"],
    "/books/[slug]": ["book.tsx"],
    "/gone": ["no-such-chunk.tsx"],
    "/late": ["late.tsx"],
  },
};

/** An envelope as the test site answers it. */
export function envelope(route: string, page: unknown, rest: Partial<Envelope> = {}): Envelope {
  const data = { "/": { site: "The library" }, "/books": { shelf: "Shelf one" }, page };
  return { build: "one", route, params: {}, data, ...rest };
}

/** A real HTTP server in the place of Django. */
export class Site {
  /** `METHOD URL` of each request, in order. */
  readonly requests: string[] = [];
  readonly headers: IncomingMessage["headers"][] = [];
  /** What answers, by pathname. */
  readonly answers: Record<string, Handler> = {};
  table: TableFile | null = TABLE;
  origin = "";
  private server: Server;

  constructor() {
    this.server = createServer((request, response) => this.answer(request, response));
    for (const [path, value] of Object.entries(pages())) this.give(path, value);
  }

  /** Answers data requests for `path` with an envelope. */
  give(path: string, value: object, status = 200): void {
    this.answers[path] = (_, response) => {
      response.writeHead(status, { "Content-Type": DATA_TYPE, Vary: "X-Djk-Data" });
      response.end(JSON.stringify(value));
    };
  }

  /** A document as Django serves it, for scripts at `/static/`. */
  document(module: string, first: Envelope, head: string, inside = ""): string {
    const urls = `data-branch="/static/${module}.js" data-table="/table.json"`;
    const root = `<div id="djk-root" ${urls}${inside && " data-ssr"}>${inside}</div>`;
    const data = JSON.stringify(first).replaceAll("<", "\\u003c");
    return `<!doctype html><html lang="en"><head>${head}<link rel="icon" href="data:,"></head><body>${root}
      <script type="application/json" id="__djk">${data}</script>
      <script type="module" src="/static/stdin.js"></script></body></html>`;
  }

  /** Data requests only, in order. */
  get dataRequests(): string[] {
    return this.requests.filter((url) => url.includes("_data="));
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.origin = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url!, this.origin);
    this.requests.push(`${request.method} ${request.url}`);
    this.headers.push(request.headers);
    if (pathname === "/table.json" && this.table) response.end(JSON.stringify(this.table));
    else if (this.answers[pathname]) this.answers[pathname](request, response);
    else response.writeHead(404).end("no such page");
  }
}

function pages(): Record<string, Envelope> {
  return {
    "/": envelope("/", { welcome: "Welcome" }),
    "/about/": envelope("/about", null),
    "/bare/": envelope("/bare", "no layout at all"),
    "/books/": envelope("/books", { titles: ["Dune", "Emma"] }),
    "/books/dune/": envelope("/books/[slug]", { title: "Dune" }, { params: { slug: "dune" } }),
    "/books/emma/": envelope("/books/[slug]", { title: "Emma" }, { params: { slug: "emma" } }),
    "/late/": envelope("/late", null),
  };
}

export const HOME = pages()["/"]!;
export const ABOUT = pages()["/about/"]!;
export const DUNE = pages()["/books/dune/"]!;
