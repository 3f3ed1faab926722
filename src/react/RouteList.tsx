import { type MouseEvent, type ReactNode, useEffect, useState } from "react";
import { Link } from "./Link.js";
import { TABLE_CHANGED } from "./table.js";

/** A route as the dev server lists it. */
interface ListedRoute {
  id: string;
  kind: string;
  pattern: string;
  /** Relative to the site. */
  files: string[];
  /** Null for a route with parameters. */
  url: string | null;
}

const DEV_BASE = "/_djk/";

/** During development: the site's routes, each with its files, which open in the editor. Otherwise nothing. */
export function RouteList(): ReactNode {
  return process.env.NODE_ENV === "production" ? null : <LiveRoutes />;
}

function LiveRoutes(): ReactNode {
  const routes = useListedRoutes();
  if (routes.length === 0) return null;
  return (
    <ul className="djk-routes">
      {routes.map((route) => (
        <li key={`${route.pattern} ${route.kind}`} className="djk-routes-item" data-kind={route.kind}>
          <RouteUrl route={route} /> <span className="djk-routes-kind">{route.kind}</span>
          <ul className="djk-routes-files">
            {route.files.map((file) => (
              <li key={file}>
                <EditorLink file={file} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

function useListedRoutes(): ListedRoute[] {
  const [routes, setRoutes] = useState<ListedRoute[]>([]);
  useEffect(() => {
    const controller = new AbortController();
    const load = () => fetchRoutes(controller.signal).then(setRoutes, () => {});
    load();
    window.addEventListener(TABLE_CHANGED, load, { signal: controller.signal });
    return () => controller.abort();
  }, []);
  return routes;
}

async function fetchRoutes(signal: AbortSignal): Promise<ListedRoute[]> {
  const response = await fetch(`${DEV_BASE}@djk/routes.json`, { signal });
  if (!response.ok) throw new Error(`the dev server answered ${response.status}`);
  return response.json();
}

function RouteUrl({ route }: { route: ListedRoute }): ReactNode {
  const pattern = <code>{route.pattern}</code>;
  if (route.url === null) return <span className="djk-routes-url">{pattern}</span>;
  const Anchor = route.kind === "page" ? Link : DocumentLink;
  return (
    <Anchor className="djk-routes-url" to={route.url}>
      {pattern}
    </Anchor>
  );
}

function DocumentLink({ to, ...props }: { to: string; className: string; children: ReactNode }): ReactNode {
  return <a href={to} {...props} />;
}

function EditorLink({ file }: { file: string }): ReactNode {
  const href = `${DEV_BASE}__open-in-editor?file=${encodeURIComponent(file)}`;
  const open = (event: MouseEvent) => {
    event.preventDefault();
    void fetch(href).catch(() => {});
  };
  return (
    <a className="djk-routes-file" href={href} onClick={open}>
      {file}
    </a>
  );
}
