// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { probe } from "./fixtures/probe.js";
import { DUNE, envelope, HOME, Site } from "./site.js";
import { find, follow, leave, open, watchDocumentLoads } from "./window.js";

let site: Site;

beforeEach(async () => {
  site = new Site();
  await site.listen();
});

afterEach(() => {
  leave();
  return site.close();
});

test("the first page comes from the data block, without a data request", async () => {
  await open(site, "/", "home.tsx", HOME);
  expect((await find("#home")).textContent).toContain("Welcome");
  expect((await find("h1")).textContent).toBe("The library");
  expect(site.dataRequests).toEqual([]);
});

test("a navigation is one data request, marked, with the build", async () => {
  await open(site, "/", "home.tsx", HOME);
  await follow("Books");
  expect((await find("#books")).textContent).toContain("Dune, Emma");
  expect(window.location.pathname).toBe("/books/");
  expect(site.dataRequests).toEqual(["GET /books/?_data=one"]);
  const headers = site.headers[site.requests.indexOf("GET /books/?_data=one")]!;
  expect(headers["x-djk-data"]).toBe("1");
  expect(headers.accept).toBe("application/vnd.djk+json");
});

test("the query of a link is sent as it was written", async () => {
  await open(site, "/", "home.tsx", HOME);
  await follow("About, query");
  expect((await find("#about")).textContent).toBe("About a b");
  expect(site.dataRequests).toEqual(["GET /about/?q=a%20b&r=1&_data=one"]);
});

test("a layout that both pages have stays mounted and keeps its state", async () => {
  await open(site, "/", "home.tsx", HOME);
  (await find("#counter")).click();
  await follow("Dune");
  await find("#book");
  await follow("Books");
  await find("#books");
  expect((await find("#counter")).textContent).toBe("1");
  expect(probe.mounts["root layout"]).toBe(1);
  expect(probe.mounts["books layout"]).toBe(1);
  expect(probe.unmounts.book).toBe(1);
});

test("a page keeps its state when only its parameters change", async () => {
  await open(site, "/books/dune/", "book.tsx", DUNE);
  await follow("Emma");
  await vi.waitFor(async () => expect((await find("#title")).textContent).toBe("Emma"));
  expect((await find("#state")).textContent).toBe("emma, opened as dune, from Shelf one");
  expect(probe.mounts.book).toBe(1);
});

test("a relative link and a relative navigation start at the current URL", async () => {
  await open(site, "/", "home.tsx", HOME);
  await follow("Books");
  await find("#books");
  await follow("Relative to Dune");
  await find("#book");
  expect(window.location.pathname).toBe("/books/dune/");
  (await find("#up")).click();
  await vi.waitFor(async () => expect((await find("#title")).textContent).toBe("Emma"));
  await follow("Up");
  await find("#books");
  expect(window.location.pathname).toBe("/books/");
});

test("a link in the other form ends at the canonical URL with one data request", async () => {
  await open(site, "/", "home.tsx", HOME);
  await follow("About, bare");
  await find("#about");
  expect(window.location.pathname).toBe("/about/");
  expect(site.dataRequests).toEqual(["GET /about/?_data=one"]);
});

test("a navigation overtaken by another never shows its page", async () => {
  let closed = false;
  site.answers["/books/"] = (request) => request.on("close", () => (closed = true));
  await open(site, "/", "home.tsx", HOME);
  await follow("Books");
  await vi.waitFor(() => expect(site.dataRequests).toHaveLength(1));
  await follow("About");
  await find("#about");
  await vi.waitFor(() => expect(closed).toBe(true));
  expect(document.querySelector("#books")).toBeNull();
});

test("the table is fetched once, on intent, and again after it failed", async () => {
  const { table } = site;
  site.table = null;
  await open(site, "/", "home.tsx", HOME);
  expect(site.requests).toEqual([]);
  const link = await find("nav a");
  link.dispatchEvent(new Event("pointerover", { bubbles: true }));
  await vi.waitFor(() => expect(site.requests).toEqual(["GET /table.json"]));
  site.table = table;
  await vi.waitFor(() => {
    link.dispatchEvent(new Event("focusin", { bubbles: true }));
    expect(site.requests).toHaveLength(2);
  });
  await follow("About");
  await find("#about");
  expect(site.requests.filter((url) => url === "GET /table.json")).toHaveLength(2);
});

test.each([
  ["an endpoint", "Ping"],
  ["what no row matches", "Nowhere"],
])("%s is a document load", async (_, link) => {
  const loads = watchDocumentLoads();
  await open(site, "/", "home.tsx", HOME);
  await follow(link);
  await vi.waitFor(() => expect(loads).toEqual([`${site.origin}/${link.toLowerCase()}/`]));
  expect(site.dataRequests).toEqual([]);
});

test("a table that cannot be loaded makes a navigation a document load", async () => {
  const loads = watchDocumentLoads();
  site.table = null;
  await open(site, "/", "home.tsx", HOME);
  await follow("About, part");
  await vi.waitFor(() => expect(loads).toEqual([`${site.origin}/about/#part`]));
});

test("an answer of another content type makes a navigation a document load", async () => {
  const loads = watchDocumentLoads();
  site.answers["/about/"] = (_, response) =>
    response.writeHead(200, { "Content-Type": "text/html" }).end("<h1>Sign in</h1>");
  await open(site, "/", "home.tsx", HOME);
  await follow("About");
  await vi.waitFor(() => expect(loads).toEqual([`${site.origin}/about/`]));
});

test("an answer that names another route makes a navigation a document load", async () => {
  const loads = watchDocumentLoads();
  site.give("/about/", envelope("/books", null));
  await open(site, "/", "home.tsx", HOME);
  await follow("About");
  await vi.waitFor(() => expect(loads).toEqual([`${site.origin}/about/`]));
  expect(await find("#home")).toBeTruthy();
});

test("another build makes one document load, and an error page the second time", async () => {
  const loads = watchDocumentLoads();
  site.give("/about/", { build: "two" }, 409);
  await open(site, "/", "home.tsx", HOME);
  await follow("About");
  await vi.waitFor(() => expect(loads).toEqual([`${site.origin}/about/`]));
  await follow("About");
  expect((await find("#root-error")).textContent).toContain("409");
  expect(loads).toHaveLength(1);
});

test("a page may answer 409 itself", async () => {
  const loads = watchDocumentLoads();
  site.give("/about/", envelope("/about", null), 409);
  await open(site, "/", "home.tsx", HOME);
  await follow("About");
  await find("#about");
  expect(loads).toEqual([]);
});

test("a chunk that is gone makes one document load, and an error page the second time", async () => {
  const loads = watchDocumentLoads();
  site.give("/gone/", envelope("/gone", null));
  await open(site, "/", "home.tsx", HOME);
  await follow("Gone");
  await vi.waitFor(() => expect(loads).toEqual([`${site.origin}/gone/`]));
  await follow("Gone");
  expect((await find("#root-error")).textContent).toContain("0");
  expect(loads).toHaveLength(1);
});

test("a first page whose branch is gone is loaded once more, then says so", async () => {
  const loads = watchDocumentLoads();
  await open(site, "/gone/", "no-such-chunk.tsx", envelope("/gone", null));
  expect(loads).toEqual(["reload"]);
  await open(site, "/gone/", "no-such-chunk.tsx", envelope("/gone", null));
  expect((await find("main[role=alert]")).textContent).toContain("could not be shown");
  expect(loads).toHaveLength(1);
});

test("a redirect within the site is followed without a document load", async () => {
  const loads = watchDocumentLoads();
  site.give("/about/", { build: "one", redirect: { to: "/books/dune/?from=about#top", status: 302 } });
  await open(site, "/", "home.tsx", HOME);
  await follow("About");
  expect((await find("#title")).textContent).toBe("Dune");
  expect(window.location.href).toBe(`${site.origin}/books/dune/?from=about#top`);
  expect(site.dataRequests).toEqual(["GET /about/?_data=one", "GET /books/dune/?from=about&_data=one"]);
  expect(loads).toEqual([]);
});

test.each([
  ["another origin", "https://example.org/login?x=1", "https://example.org/login?x=1"],
  ["a scheme that is no page", "javascript:alert(1)", "/about/"],
  ["a URL of the server that is no page", "/admin/", "/admin/"],
])("a redirect to %s is a document load", async (_, to, loaded) => {
  const loads = watchDocumentLoads();
  site.give("/about/", { build: "one", redirect: { to, status: 302 } });
  await open(site, "/", "home.tsx", HOME);
  await follow("About");
  await vi.waitFor(() => expect(loads).toEqual([new URL(loaded, site.origin).href]));
});

test("under a mount, links and requests carry the prefix and the table does not", async () => {
  site.answers["/app/about/"] = site.answers["/about/"]!;
  await open(site, "/app/", "home.tsx", HOME, 'data-mount="/app"');
  await find("#home");
  await follow("About");
  await find("#about");
  expect(window.location.pathname).toBe("/app/about/");
  site.answers["/app/"] = site.answers["/"]!;
  await follow("Home");
  await find("#home");
  expect(window.location.pathname).toBe("/app/");
  expect(site.dataRequests).toEqual(["GET /app/about/?_data=one", "GET /app/?_data=one"]);
});
