import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { join } from "node:path";
import type { Express } from "express";
import type { ViteDevServer } from "vite";
import type { RouteTable } from "../router/route.js";
import { describeRefusedHost } from "./allowedHosts.js";
import type { Certificate } from "./certificate.js";
import {
  devBase,
  generateDevTable,
  isEdit,
  isForeignEdit,
  isOfDjango,
  listRoutes,
  resolveEditorUrl,
} from "./devEndpoints.js";
import { chooseEditor, noEditor } from "./editor.js";
import { answerFailure, reloadModule, reloadPath } from "./failurePage.js";
import { type LiveVite, openLiveVite } from "./liveVite.js";
import { openPort } from "./openPort.js";
import { formatProblemsModule, problemsPath } from "./overlayModule.js";
import { type ProxyTarget, proxyRequest } from "./proxy.js";
import { proxyUpgrade } from "./proxyUpgrade.js";

export interface DevServerOptions {
  site: string;
  host: string;
  port: number;
  /** With one everything is HTTPS. */
  certificate: Certificate | null;
  django: ProxyTarget;
  /** The table of the moment. */
  table: () => RouteTable;
  /** Starts Vite in middleware mode; `upgrades` emits the upgrades that are its own. */
  startVite: (upgrades: Server, onConfigChange: () => void) => Promise<ViteDevServer>;
  /** Called when Vite has started again, with a changed configuration. */
  onViteRestart: () => void;
  /** Receives why Vite did not start with a changed configuration. */
  onViteFailure: (error: unknown) => void;
  onRequest: (request: FinishedRequest) => void;
}

/** A request that Django answered. */
export interface FinishedRequest {
  method: string;
  /** Path and query, as the browser sent them. */
  url: string;
  status: number;
  milliseconds: number;
  /** What Django said of its own time, in the syntax of the header `Server-Timing`; "" for nothing. */
  timing: string;
}

/**
 * One origin: Vite below its own base, the files of `public/` at the root, everything else from Django. Gives what ends
 * it.
 */
export async function startDevServer(options: DevServerOptions): Promise<() => Promise<void>> {
  const { default: express } = await import("express");
  const { site, django } = options;
  const vite = await openLiveVite({
    start: async (upgrades, onConfigChange) =>
      addEndpoints(await options.startVite(upgrades, onConfigChange), options),
    onRestart: options.onViteRestart,
    onFailure: options.onViteFailure,
  });
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(async (request, response, next) => {
    if (!request.url.startsWith(devBase) || isOfDjango(request)) return next();
    if (!vite.allows(request)) return refuseHost(request, response);
    if (isForeignEdit(request)) return response.sendStatus(403);
    if (isEdit(request) && !(await chooseEditor(process.env)))
      return response.status(501).type("text/plain").send(noEditor);
    request.url = resolveEditorUrl(request.url, site);
    vite.handle(request, response, (error) => (error === undefined ? response.sendStatus(404) : next(error)));
  });
  const files = express.static(join(site, "public"), { index: false, redirect: false, dotfiles: "allow" });
  app.use((request, response, next) => (vite.allows(request) ? files(request, response, next) : next()));
  serveDjango(app, options, vite);
  const closePort = await openPort({
    ...options,
    onRequest: app,
    onUpgrade: (request, socket, head) =>
      isViteSocket(request)
        ? vite.upgrade(request, socket, head)
        : void proxyUpgrade(request, socket, head, django),
  }).catch(async (error) => {
    await vite.close();
    throw error;
  });
  return async () => {
    await vite.close();
    await closePort();
  };
}

/** Adds djk's own answers to Vite's, without its base. */
function addEndpoints(vite: ViteDevServer, { table }: DevServerOptions): ViteDevServer {
  vite.middlewares.use(
    "/@djk/table.json",
    answerJson(() => generateDevTable(table())),
  );
  vite.middlewares.use(
    "/@djk/routes.json",
    answerJson(() => listRoutes(table())),
  );
  vite.middlewares.use(reloadPath, answerModule(reloadModule));
  vite.middlewares.use(problemsPath, answerModule(formatProblemsModule()));
  return vite;
}

function answerJson(value: () => unknown): RequestListener {
  return (_, response) => {
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify(value()));
  };
}

function answerModule(text: string): RequestListener {
  return (_, response) => {
    response.setHeader("Content-Type", "text/javascript");
    response.end(text);
  };
}

function refuseHost({ headers }: IncomingMessage, response: ServerResponse): void {
  response.writeHead(403, { "Content-Type": "text/plain; charset=utf-8" });
  response.end(describeRefusedHost(headers.host ?? ""));
}

function serveDjango(app: Express, options: DevServerOptions, vite: LiveVite): void {
  app.use((request, response) => {
    const started = performance.now();
    let timing = "";
    response.on("close", () => {
      // The browser may leave before there is an answer.
      if (!response.headersSent) return;
      options.onRequest({
        method: request.method,
        url: request.originalUrl,
        status: response.statusCode,
        milliseconds: performance.now() - started,
        timing,
      });
    });
    // Django itself knows whom to answer; what it printed is not for everybody either.
    const answer = vite.allows(request) ? answerFailure : () => refuseHost(request, response);
    void proxyRequest(request, response, options.django, answer, (headers) => {
      timing = String(headers["server-timing"] ?? "");
    });
  });
}

function isViteSocket({ headers, url = "" }: IncomingMessage): boolean {
  return /^vite-(hmr|ping)$/.test(headers["sec-websocket-protocol"] ?? "") && url.split("?")[0] === devBase;
}
