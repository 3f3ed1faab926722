import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { ApiError } from "../../src/react/index.js";
import { launchBrowser } from "../e2e/browser.js";

type Answer = [status: number, body: string, headers?: Record<string, string>];

/** A request as the server saw it. */
interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
}

const JSON_TYPE = { "Content-Type": "application/json" };

/** A real HTTP server in the place of Django. */
class Backend {
  seen: Seen[] = [];
  /** Answers by `METHOD path`; the last one of a list stays. */
  answers: Record<string, Answer[]> = {};
  tokens = 0;
  origin = "";
  private server: Server;

  constructor() {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.origin = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** `METHOD URL` of each request. */
  get lines(): string[] {
    return this.seen.map(({ method, url }) => `${method} ${url}`);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = "", url = "", headers } = request;
    if (url === "/") return void response.writeHead(200, { "Content-Type": "text/html" }).end(documentText);
    this.seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
    const queue = this.answers[`${method} ${url.split("?")[0]}`] ?? [this.tokenOr404(url)];
    const [status, body, more] = queue.length > 1 ? queue.shift()! : queue[0]!;
    response.writeHead(status, { ...JSON_TYPE, ...more }).end(body);
  }

  private tokenOr404(url: string): Answer {
    if (url !== "/app/_djk/csrf") return [404, "<h1>Not found</h1>", { "Content-Type": "text/html" }];
    this.tokens += 1;
    return [200, JSON.stringify({ token: `token-${this.tokens}` })];
  }
}

let script: string;
let browser: Browser;
let backend: Backend;
let page: Page;

const documentText = `<!doctype html><link rel="icon" href="data:,"><div id="djk-root" data-mount="/app"></div>`;

beforeAll(async () => {
  const contents = 'import { api } from "./src/react/index.js"; globalThis.api = api;';
  const options = { bundle: true, write: false, format: "esm", jsx: "automatic" } as const;
  const { outputFiles } = await build({
    ...options,
    stdin: { contents, resolveDir: process.cwd() },
    define: { "process.env.NODE_ENV": '"development"' },
  });
  script = outputFiles[0]!.text;
  browser = await launchBrowser();
});

afterAll(() => browser.close());

beforeEach(async () => {
  backend = new Backend();
  await backend.listen();
  page = await browser.newPage();
  await page.goto(backend.origin);
  await page.addScriptTag({ type: "module", content: script });
  await page.waitForFunction("globalThis.api");
});

afterEach(async () => {
  await page.close();
  await backend.close();
});

type Outcome = { result: unknown } | Partial<ApiError>;

/** Runs one call in the page; what came of it. */
function run(call: string): Promise<Outcome> {
  return page.evaluate(`(${call}).then(
    (result) => ({ result: result === undefined ? "undefined" : result }),
    ({ name, message, status, errors }) => ({ name, message, status, errors }),
  )`);
}

test("a query, parameters and the mount make the URL; the answer is JSON, and a GET asks for no token", async () => {
  backend.answers["GET /app/api/notes/7/"] = [[200, '{"hits":["ü"]}']];
  const outcome = await run('api.get("/api/notes/[id=int]", { params: { id: 7 }, query: { q: "a b" } })');
  expect(outcome).toEqual({ result: { hits: ["ü"] } });
  expect(backend.lines).toEqual(["GET /app/api/notes/7/?q=a+b"]);
  const { headers } = backend.seen[0]!;
  expect([headers.accept, headers["content-type"], headers["x-csrftoken"]]).toEqual([
    "application/json",
    undefined,
    undefined,
  ]);
});

test.each(["post", "put", "patch", "delete"] as const)("%s sends JSON with a token", async (verb) => {
  const method = verb.toUpperCase();
  backend.answers[`${method} /app/api/notes/`] = [[201, '{"id":1}']];
  expect(await run(`api.${verb}("/api/notes", { body: { title: "T" }, headers: { "X-Own": "1" } })`)).toEqual(
    { result: { id: 1 } },
  );
  expect(backend.lines).toEqual(["GET /app/_djk/csrf", `${method} /app/api/notes/`]);
  const { headers, body } = backend.seen[1]!;
  expect(body).toBe('{"title":"T"}');
  expect(headers).toMatchObject({
    "content-type": "application/json",
    "x-csrftoken": "token-1",
    "x-own": "1",
  });
});

test.each([
  ["files", 'form("a", new File(["b"], "c.txt"))', /^multipart\/form-data; boundary=/, /filename="c.txt"/],
  ["a form", 'new URLSearchParams({ a: "b c" })', /^application\/x-www-form-urlencoded/, /^a=b\+c$/],
  ["a blob of a type", 'new Blob(["a;b"], { type: "text/csv" })', /^text\/csv$/, /^a;b$/],
  ["bytes", 'new TextEncoder().encode("ab").buffer', /^undefined$/, /^ab$/],
  ["text, as JSON", '"ab"', /^application\/json$/, /^"ab"$/],
])("a body of %s", async (_, made, type, sent) => {
  backend.answers["POST /app/api/notes/"] = [[200, "{}"]];
  await page.evaluate(
    "globalThis.form = (name, value) => { const made = new FormData(); made.append(name, value); return made; }",
  );
  expect(await run(`api.post("/api/notes", { body: ${made} })`)).toEqual({ result: {} });
  const { headers, body } = backend.seen.at(-1)!;
  expect(String(headers["content-type"])).toMatch(type);
  expect(body).toMatch(sent);
  expect(headers["x-csrftoken"]).toBe("token-1");
});

test("an empty answer is null, as the types of None say", async () => {
  backend.answers["DELETE /app/api/notes/"] = [
    [204, ""],
    [200, "", { "Content-Type": "text/html" }],
  ];
  expect(await run('api.delete("/api/notes")')).toEqual({ result: null });
  expect(await run('api.delete("/api/notes")')).toEqual({ result: null });
});

test("the token is fetched once, by calls at the same time too, and anew after a 403", async () => {
  backend.answers["POST /app/api/notes/"] = [
    [200, "1"],
    [200, "2"],
    [403, "<h1>CSRF</h1>", { "Content-Type": "text/html" }],
    [200, "4"],
  ];
  const both = 'Promise.all([api.post("/api/notes", { body: 1 }), api.post("/api/notes", { body: 2 })])';
  expect(await run(`${both}.then((results) => results.sort())`)).toEqual({ result: [1, 2] });
  expect(backend.tokens).toBe(1);
  expect(await run('api.post("/api/notes", { body: 3 })')).toMatchObject({
    name: "ApiError",
    status: 403,
    errors: {},
  });
  expect(backend.seen.filter(({ method }) => method === "POST")).toHaveLength(3);
  expect(await run('api.post("/api/notes", { body: 4 })')).toEqual({ result: 4 });
  expect(backend.seen.at(-1)?.headers["x-csrftoken"]).toBe("token-2");
});

test("a token that cannot be fetched is asked for again by the next call", async () => {
  backend.answers["GET /app/_djk/csrf"] = [
    [503, ""],
    [200, '{"token":"late"}'],
  ];
  backend.answers["POST /app/api/notes/"] = [[200, "1"]];
  expect(await run('api.post("/api/notes", { body: 1 })')).toMatchObject({
    status: 503,
    message: "GET /app/_djk/csrf answered 503",
  });
  expect(await run('api.post("/api/notes", { body: 1 })')).toEqual({ result: 1 });
  expect(backend.seen.at(-1)?.headers["x-csrftoken"]).toBe("late");
});

test.each<[string, Answer, Partial<ApiError>]>([
  [
    "a 422",
    [422, '{"errors":{"items.0.title":["Needed."]}}'],
    { message: "GET /app/api/x/ answered 422", status: 422, errors: { "items.0.title": ["Needed."] } },
  ],
  [
    "a 500 in HTML",
    [500, "<h1>Error</h1>", { "Content-Type": "text/html" }],
    { message: "GET /app/api/x/ answered 500", status: 500, errors: {} },
  ],
  ["a 400 with other JSON", [400, '["no"]'], { status: 400, errors: {} }],
  ["a 400 with a text in the place of errors", [400, '{"errors":"no"}'], { status: 400, errors: {} }],
  [
    "a page",
    [200, "<h1>Sign in</h1>", { "Content-Type": "text/html" }],
    { message: "GET /app/api/x/ answered text/html and not JSON", status: 200 },
  ],
  [
    "broken JSON",
    [200, '{"a":'],
    { message: "GET /app/api/x/ answered application/json and not JSON", status: 200 },
  ],
])("%s is an ApiError", async (_, answer, expected) => {
  backend.answers["GET /app/api/x/"] = [answer];
  expect(await run('api.get("/api/x")')).toMatchObject({ name: "ApiError", ...expected });
});

test("a redirect to a login page is an ApiError that says where it led", async () => {
  backend.answers["POST /app/api/x/"] = [[302, "", { Location: "/admin/login/?next=/app/api/x/" }]];
  backend.answers["GET /admin/login/"] = [[200, "<h1>Sign in</h1>", { "Content-Type": "text/html" }]];
  expect(await run('api.post("/api/x", { body: 1 })')).toMatchObject({
    name: "ApiError",
    message: "POST /app/api/x/ was redirected to /admin/login/",
  });
});

test("no token goes to another origin, not even by a redirect of the server", async () => {
  const other = new Backend();
  await other.listen();
  const open = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Allow-Methods": "*",
  };
  for (const method of ["GET", "POST", "OPTIONS"]) other.answers[`${method} /steal/`] = [[200, "1", open]];
  for (const method of ["GET", "POST"])
    backend.answers[`${method} /app/api/x/`] = [[307, "", { Location: `${other.origin}/steal/` }]];
  expect(await run('api.post("/api/x", { body: 1 })')).toMatchObject({ name: "TypeError" });
  expect(await run('api.get("/api/x")')).toMatchObject({ name: "TypeError" });
  for (const id of [
    `${other.origin}/steal/`,
    `//${new URL(other.origin).host}/steal/`,
    "x",
    "javascript:alert(1)",
  ]) {
    const outcome = await run(`api.post(${JSON.stringify(id)}, { body: 1 })`);
    expect(other.seen, id).toEqual([]);
    expect(outcome, id).not.toHaveProperty("result");
  }
  await other.close();
});

test("what ends a call, or keeps it from an answer, is what fetch says", async () => {
  const aborted = "api.get('/api/x', { signal: AbortSignal.abort(new Error('enough')) })";
  expect(await run(aborted)).toMatchObject({ name: "Error", message: "enough" });
  await backend.close();
  expect(await run('api.get("/api/x")')).toMatchObject({ name: "TypeError", message: "Failed to fetch" });
});
