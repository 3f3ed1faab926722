import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { join } from "node:path";
import type { Express } from "express";
import type { ViteDevServer } from "vite";
import type { RouteTable } from "../router/route.js";
import { devBase, generateDevTable, listRoutes, resolveEditorUrl } from "./devEndpoints.js";
import { answerFailure, reloadModule, reloadPath } from "./failurePage.js";
import { type ProxyTarget, proxyRequest } from "./proxy.js";
import { proxyUpgrade } from "./proxyUpgrade.js";

export interface DevServerOptions {
  site: string;
  host: string;
  port: number;
  django: ProxyTarget;
  /** The table of the moment. */
  table: () => RouteTable;
  /** Starts Vite in middleware mode on the given server. */
  startVite: (server: Server) => Promise<ViteDevServer>;
  onRequest: (request: FinishedRequest) => void;
}

/** A request that Django answered. */
export interface FinishedRequest {
  method: string;
  /** Path and query, as the browser sent them. */
  url: string;
  status: number;
  milliseconds: number;
}

export interface DevServer {
  vite: ViteDevServer;
  close: () => Promise<void>;
}

/** One origin: Vite below its own base, the files of `public/` at the root, everything else from Django. */
export async function startDevServer(options: DevServerOptions): Promise<DevServer> {
  const { default: express } = await import("express");
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  const server = createServer(app);
  const vite = await options.startVite(server);
  // Behind Vite's own check of the Host header, and without its base.
  vite.middlewares.use(
    "/@djk/table.json",
    answerJson(() => generateDevTable(options.table())),
  );
  vite.middlewares.use(
    "/@djk/routes.json",
    answerJson(() => listRoutes(options.table())),
  );
  vite.middlewares.use(reloadPath, (_, response) => {
    response.setHeader("Content-Type", "text/javascript");
    response.end(reloadModule);
  });
  app.use((request, response, next) => {
    if (!request.url.startsWith(devBase)) return next();
    request.url = resolveEditorUrl(request.url, options.site);
    vite.middlewares(request, response, (error: unknown) =>
      error === undefined ? response.sendStatus(404) : next(error),
    );
  });
  app.use(express.static(join(options.site, "public"), { index: false, redirect: false, dotfiles: "allow" }));
  serveDjango(app, options);
  server.on("upgrade", (request, socket, head) => {
    if (!isViteSocket(request)) void proxyUpgrade(request, socket, head, options.django);
  });
  await listen(server, options.port, options.host).catch(async (error) => {
    await vite.close();
    throw error;
  });
  return {
    vite,
    close: async () => {
      await vite.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerJson(value: () => unknown): RequestListener {
  return (_, response) => {
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify(value()));
  };
}

function serveDjango(app: Express, options: DevServerOptions): void {
  app.use((request, response) => {
    const started = performance.now();
    response.on("close", () => {
      // The browser may leave before there is an answer.
      if (!response.headersSent) return;
      options.onRequest({
        method: request.method,
        url: request.originalUrl,
        status: response.statusCode,
        milliseconds: performance.now() - started,
      });
    });
    void proxyRequest(request, response, options.django, answerFailure);
  });
}

function isViteSocket(request: IncomingMessage): boolean {
  const protocol = request.headers["sec-websocket-protocol"] ?? "";
  return /^vite-(hmr|ping)$/.test(protocol) && (request.url ?? "").startsWith(devBase);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
