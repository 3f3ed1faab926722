// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { renderBranch } from "../../src/ssr/renderBranch.js";
import links from "./fixtures/links.js";
import { envelope, Site } from "./site.js";
import { find, follow, leave, open, watchDocumentLoads } from "./window.js";

const LINKS = envelope("/links", null, { query: { page: { page: 1 } } });

let site: Site;

beforeEach(async () => {
  site = new Site();
  await site.listen();
});

afterEach(() => {
  leave();
  return site.close();
});

function listLinks(root: ParentNode): Record<string, string | null> {
  const anchors = [...root.querySelectorAll("a")];
  return Object.fromEntries(anchors.map((anchor) => [anchor.textContent, anchor.getAttribute("href")]));
}

async function openLinks(): Promise<HTMLElement> {
  await open(site, "/app/links/?q=1", "links.tsx", LINKS, 'data-mount="/app"');
  return find("#links");
}

test("a link leads to a route, to a relative URL, and to any URL of the server", async () => {
  expect(listLinks(await openLinks())).toEqual({
    route: "/app/books/dune/?page=2#top",
    "static route": "/app/books/",
    group: "/app",
    url: "/app/books/",
    object: "/app/books/?a=1",
    here: "/app/links/",
    "here, query": "/app/links/?page=3",
    up: "/app",
    below: "/app/links/x/",
    "other query": "/app/links/?page=4",
    fragment: "/app/links/?q=1#part",
    "server's": "/app/books/dune/?x=1",
    "server's root": "/app",
    outside: "/admin/",
    "outside, alike": "/apple/",
    "another site": "https://example.com/a",
    mail: "mailto:a@example.com",
    "outside, nav": "/admin/",
    "this page": "/app/links/",
    "this page, by URL": "/app/links/",
  });
});

test("the server prints the same links", async () => {
  const input = { envelope: LINKS, branch: links, url: "/app/links/?q=1", basename: "/app" };
  const served = document.createElement("div");
  served.innerHTML = (await renderBranch(input)).html;
  expect(listLinks(served)).toEqual(listLinks(await openLinks()));
});

test("links outside of the mount have no props of the router, and no active state", async () => {
  const errors = vi.spyOn(console, "error");
  const root = await openLinks();
  const outside = [...root.querySelectorAll('[href="/admin/"]')];
  expect(outside.map((anchor) => anchor.getAttributeNames().filter((name) => name !== "class"))).toEqual([
    ["href"],
    ["href"],
  ]);
  expect(outside[1]?.className).toBe("off");
  const active = [...root.querySelectorAll('[aria-current="page"]')].map((anchor) => anchor.textContent);
  expect(active).toEqual(["this page", "this page, by URL"]);
  expect(errors.mock.calls).toEqual([]);
});

test.each(["route", "server's"])("the link '%s' navigates without a document", async (text) => {
  const loads = watchDocumentLoads();
  site.answers["/app/books/dune/"] = site.answers["/books/dune/"]!;
  await openLinks();
  await follow(text);
  await find("#book");
  expect(loads).toEqual([]);
  expect(site.dataRequests).toHaveLength(1);
});

test("a page gets its own query parameters", async () => {
  expect((await openLinks()).dataset.query).toBe('{"page":1}');
});
