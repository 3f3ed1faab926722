import { type ReactNode, useLayoutEffect } from "react";
import { flushSync } from "react-dom";
import { createRoot, hydrateRoot } from "react-dom/client";
import { createBrowserRouter, type DataRouter, RouterProvider } from "react-router";
import { MODULES_CHANGED } from "./Boundary.js";
import { buildDataStrategy } from "./dataStrategy.js";
import { leaveFor, leaveOnceFor } from "./leave.js";
import { loadBranch } from "./loadBranch.js";
import { PendingContext, PendingStore } from "./pending.js";
import type { Answer, Envelope, Head } from "./protocol.js";
import { ROUTE_ID, ROUTES } from "./route.js";
import { TABLE_CHANGED, TableSource } from "./table.js";

/** What the generated entry passes during development. */
export interface StartOptions {
  /** Called once with a function to call whenever the site's routes have changed. */
  onTableChange?: (changed: () => void) => void;
  /** Called once with a function to call whenever the site's Python has changed. */
  onDataChange?: (changed: () => void) => void;
  /** Called once with a function to call whenever modules have been replaced in place. */
  onModuleChange?: (changed: () => void) => void;
}

/** React's plugin for Vite lets a replaced component take effect 16 ms after its module. */
const REFRESH_MS = 50;

/**
 * Shows the page that the document describes and takes over its navigation. Resolves with a function that ends it.
 *
 * Throws when the document is not one of djk's: no `#djk-root` or no `#__djk`.
 */
export async function start(options: StartOptions = {}): Promise<() => void> {
  const root = findElement("djk-root");
  const envelope: Envelope = JSON.parse(findElement("__djk").textContent);
  const { branch: module, table: tableUrl, mount = "", ssr } = root.dataset;
  if (!module || !tableUrl)
    throw new Error("#djk-root names no branch or no table (data-branch, data-table)");

  const answer = await loadFirst(module, envelope);
  if (answer === null) return () => {};
  const table = new TableSource(tableUrl);
  const pending = new PendingStore();
  const router: DataRouter = createBrowserRouter(ROUTES, {
    basename: mount || "/",
    hydrationData: { loaderData: { [ROUTE_ID]: answer } },
    dataStrategy: buildDataStrategy({
      build: envelope.build,
      mount,
      table,
      pending,
      state: () => router.state,
    }),
  });
  const app = (
    <PendingContext value={pending}>
      <RouterProvider router={router} flushSync={flushSyncInDom} />
    </PendingContext>
  );
  const reactRoot = ssr === undefined ? createRoot(root) : hydrateRoot(root, app);
  if (ssr === undefined) reactRoot.render(<TakeOver served={listServedHead(envelope.head)}>{app}</TakeOver>);

  warmTable(root, table);
  followChanges(options, table, router);
  return () => {
    reactRoot.unmount();
    router.dispose();
  };
}

function followChanges(options: StartOptions, table: TableSource, router: DataRouter): void {
  options.onTableChange?.(() => {
    table.drop();
    window.dispatchEvent(new Event(TABLE_CHANGED));
  });
  options.onDataChange?.(() => void router.revalidate());
  options.onModuleChange?.(() => {
    const { envelope }: Answer = router.state.loaderData[ROUTE_ID];
    // A module that failed to load is not loaded again in this document.
    if (envelope.error?.status === 0) leaveFor(window.location.href);
    else setTimeout(() => window.dispatchEvent(new Event(MODULES_CHANGED)), REFRESH_MS);
  });
}

function findElement(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null)
    throw new Error(`the document has no #${id}: its template must extend djk/document.html`);
  return element;
}

/** The first answer; null when another document is on its way because the branch could not be loaded. */
async function loadFirst(module: string, envelope: Envelope): Promise<Answer | null> {
  try {
    return { envelope, branch: await loadBranch(module) };
  } catch {
    if (leaveOnceFor(window.location.href)) return null;
    const error = { node: null, kind: "error" as const, status: 0, requestId: "" };
    return { envelope: { ...envelope, error }, branch: { route: envelope.route, nodes: [] } };
  }
}

/** Fetches the table before it is needed: when the user reaches for a link, or the browser has nothing to do. */
function warmTable(root: HTMLElement, table: TableSource): void {
  const warm = () => void table.get().catch(() => {});
  const onIntent = ({ target }: Event) => {
    if (target instanceof Element && target.closest("a[href]")) warm();
  };
  root.addEventListener("pointerover", onIntent, { passive: true });
  root.addEventListener("focusin", onIntent);
  if ("requestIdleCallback" in window) requestIdleCallback(warm, { timeout: 5_000 });
  else setTimeout(warm, 2_000);
}

/** Lists the title and description that Django wrote for this page; React is about to write its own. */
function listServedHead(head: Head = {}): Element[] {
  const title = head.title ? document.head.querySelector("title") : null;
  const description = head.description ? document.head.querySelector('meta[name="description"]') : null;
  return [title, description].filter((element) => element !== null);
}

/** Removes what Django wrote into the head for this page, once React's own stands beside it. */
function TakeOver({ served, children }: { served: Element[]; children: ReactNode }): ReactNode {
  useLayoutEffect(() => {
    for (const element of served) element.remove();
  }, [served]);
  return children;
}

function flushSyncInDom(render: () => unknown): undefined {
  flushSync(render);
}
