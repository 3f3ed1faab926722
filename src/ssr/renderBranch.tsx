import { renderToString } from "react-dom/server";
import { createStaticHandler, createStaticRouter, StaticRouterProvider } from "react-router";
import type { Branch, Envelope } from "../react/protocol.js";
import { ROUTE_ID, ROUTES } from "../react/route.js";

/** What one page is rendered from; nothing else is read. */
export interface RenderInput {
  envelope: Envelope;
  branch: Branch;
  /** Path and query of the page. */
  url: string;
  /** Prefix under which Django serves the site, without a final slash. */
  basename: string;
}

/** HTML for the document's `<head>`, and for the inside of `#djk-root`. */
export interface Rendered {
  head: string;
  html: string;
}

const OPEN = '<div id="djk-root">';
const CLOSE = "</div>";

/**
 * Renders a page to the HTML that the browser hydrates. Throws what a component throws.
 *
 * React prints titles, metas and links before the first element, so the mount div is rendered with the page and
 * what stands before it is the head.
 */
export async function renderBranch({ envelope, branch, url, basename }: RenderInput): Promise<Rendered> {
  const handler = createStaticHandler(ROUTES, { basename: basename || "/" });
  const context = await handler.query(new Request(new URL(url, "http://localhost")), {
    dataStrategy: async () => ({ [ROUTE_ID]: { type: "data", result: { envelope, branch } } }),
  });
  if (context instanceof Response) throw new Error(`the router answered ${context.status} for ${url}`);
  const router = createStaticRouter(handler.dataRoutes, context);
  const text = renderToString(
    <div id="djk-root">
      <StaticRouterProvider router={router} context={context} hydrate={false} />
    </div>,
  );
  const start = text.indexOf(OPEN);
  return { head: text.slice(0, start), html: text.slice(start + OPEN.length, -CLOSE.length) };
}
