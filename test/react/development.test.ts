// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { start } from "../../src/react/client.js";
import { probe } from "./fixtures/probe.js";
import { envelope, HOME, Site, TABLE } from "./site.js";
import { find, follow, leave, open, watchDocumentLoads } from "./window.js";

let site: Site;

beforeEach(async () => {
  site = new Site();
  await site.listen();
});

afterEach(() => {
  vi.unstubAllEnvs();
  leave();
  return site.close();
});

const LISTED = [
  { id: "/about", kind: "page", pattern: "/about/", files: ["routes/about/page.tsx"], url: "/about/" },
  { id: "/ping", kind: "endpoint", pattern: "/ping/", files: ["routes/ping/route.py"], url: "/ping/" },
  {
    id: "/books/[slug]",
    kind: "page",
    pattern: "/books/<slug>/",
    files: ["routes/books/[slug]/page.tsx"],
    url: null,
  },
];

function listRoutes(routes: object[]): void {
  site.answers["/_djk/@djk/routes.json"] = (_, response) => response.end(JSON.stringify(routes));
}

test("a change of the routes is seen by the next navigation", async () => {
  const loads = watchDocumentLoads();
  let changed = () => {};
  site.table = { ...TABLE, rows: TABLE.rows.filter(([pattern]) => pattern !== "about") };
  await open(site, "/", "home.tsx", HOME, "", "", { onTableChange: (call) => (changed = call) });
  await follow("About");
  await vi.waitFor(() => expect(loads).toEqual([`${site.origin}/about/`]));
  site.table = TABLE;
  changed();
  await follow("About");
  await find("#about");
});

test("the list of routes links to pages, endpoints and files", async () => {
  listRoutes(LISTED);
  await open(site, "/list/", "list.tsx", envelope("/list", null));
  const list = await find(".djk-routes");
  const links = [...list.querySelectorAll("a")].map((link) => link.getAttribute("href"));
  expect(links).toEqual([
    "/about/",
    "/_djk/__open-in-editor?file=routes%2Fabout%2Fpage.tsx",
    "/ping/",
    "/_djk/__open-in-editor?file=routes%2Fping%2Froute.py",
    "/_djk/__open-in-editor?file=routes%2Fbooks%2F%5Bslug%5D%2Fpage.tsx",
  ]);
});

test("a file in the list opens in the editor without leaving the page", async () => {
  listRoutes(LISTED);
  site.answers["/_djk/__open-in-editor"] = (_, response) => response.end();
  await open(site, "/list/", "list.tsx", envelope("/list", null));
  await follow("routes/ping/route.py");
  await vi.waitFor(() =>
    expect(site.requests).toContain("GET /_djk/__open-in-editor?file=routes%2Fping%2Froute.py"),
  );
  expect(window.location.pathname).toBe("/list/");
});

test("the list of routes follows their changes", async () => {
  let changed = () => {};
  listRoutes(LISTED.slice(0, 1));
  await open(site, "/list/", "list.tsx", envelope("/list", null), "", "", {
    onTableChange: (call) => (changed = call),
  });
  await find('[href="/about/"]');
  listRoutes(LISTED);
  changed();
  await find('[href="/ping/"]');
});

test("in production there is no list and no request for it", async () => {
  vi.stubEnv("NODE_ENV", "production");
  listRoutes(LISTED);
  await open(site, "/list/", "list.tsx", envelope("/list", null));
  await find("#list");
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(document.querySelector(".djk-routes")).toBeNull();
  expect(site.requests.filter((url) => url.includes("routes.json"))).toEqual([]);
});

test("a server without the list shows none", async () => {
  await open(site, "/list/", "list.tsx", envelope("/list", null));
  await vi.waitFor(() => expect(site.requests).toContain("GET /_djk/@djk/routes.json"));
  expect(document.querySelector(".djk-routes")).toBeNull();
});

test("a component that threw is rendered anew once its module was replaced", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  let replaced = () => {};
  probe.failures.add("home");
  await open(site, "/", "home.tsx", HOME, "", "", { onModuleChange: (call) => (replaced = call) });
  await find("#root-error");
  probe.failures.clear();
  replaced();
  await find("#home");
  expect(site.dataRequests).toEqual([]);
});

test("a replaced module keeps the state of a page that did not throw", async () => {
  let replaced = () => {};
  await open(site, "/", "home.tsx", HOME, "", "", { onModuleChange: (call) => (replaced = call) });
  const draft = await find("#draft");
  replaced();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await find("#draft")).toBe(draft);
});

test("a page whose module could not be loaded is asked for again once a module was replaced", async () => {
  const loads = watchDocumentLoads();
  sessionStorage.setItem("djk:reloaded", JSON.stringify([`${site.origin}/gone/`, Date.now()]));
  let replaced = () => {};
  await open(site, "/gone/", "no-such-module.tsx", envelope("/gone", null), "", "", {
    onModuleChange: (call) => (replaced = call),
  });
  await find("main[role=alert]");
  expect(loads).toEqual([]);
  replaced();
  expect(loads).toEqual(["reload"]);
});

test("a document that is not djk's is refused with the reason", async () => {
  document.body.innerHTML = "<p>Hello</p>";
  await expect(start()).rejects.toThrow("#djk-root");
});
