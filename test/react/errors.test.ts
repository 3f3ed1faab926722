// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { probe } from "./fixtures/probe.js";
import { envelope, HOME, Site } from "./site.js";
import { find, follow, leave, open } from "./window.js";

let site: Site;

beforeEach(async () => {
  site = new Site();
  await site.listen();
});

afterEach(() => {
  leave();
  return site.close();
});

const LOST = { node: "/books", kind: "not-found", status: 404, requestId: "r1" } as const;
const FAILED = { node: "/books", kind: "error", status: 500, requestId: "r2" } as const;

test("a 404 of a handler renders not-found.tsx of its folder, inside the folder's layout", async () => {
  const params = { slug: "dune" };
  site.give("/books/dune/", envelope("/books/[slug]", undefined, { params, error: LOST }), 404);
  await open(site, "/", "home.tsx", HOME);
  await follow("Dune");
  expect((await find("#books-layout #books-not-found")).textContent).toBe("No book dune");
});

test("an unmatched URL renders the not-found branch that the document names", async () => {
  const error = { ...LOST, node: "/" };
  await open(site, "/nowhere/", "home.tsx", envelope("/#not-found", undefined, { error }));
  expect((await find("#root-layout #root-not-found")).textContent).toBe("Nothing here");
  expect(document.querySelector("#home")).toBeNull();
});

test("an error answer renders error.tsx with status and request id, and reset asks again", async () => {
  const working = site.answers["/books/"]!;
  site.give("/books/", envelope("/books", undefined, { error: FAILED }), 500);
  await open(site, "/", "home.tsx", HOME);
  await follow("Books");
  expect((await find("#books-layout #books-error")).textContent).toContain("500  r2");
  site.answers["/books/"] = working;
  (await find("#reset")).click();
  expect((await find("#books")).textContent).toContain("Dune, Emma");
  expect(site.dataRequests).toHaveLength(2);
});

test("an error that no folder handles shows its status and request id, and nothing else", async () => {
  const error = { node: null, kind: "error", status: 503, requestId: "r3" } as const;
  await open(site, "/bare/", "bare.tsx", envelope("/bare", undefined, { error }));
  expect((await find("main[role=alert]")).textContent).toBe("Error 503Request r3Try again");
});

test("a component that throws is replaced by the nearest error.tsx; the layouts stay", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  await open(site, "/", "home.tsx", HOME);
  probe.failures.add("book");
  await follow("Dune");
  expect((await find("#books-layout #books-error")).textContent).toContain("0 book is broken");
  expect(probe.mounts["root layout"]).toBe(1);
});

test("a layout that throws is replaced by error.tsx of the folder above", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  await open(site, "/", "home.tsx", HOME);
  probe.failures.add("books layout");
  await follow("Books");
  expect((await find("#root-layout #root-error")).textContent).toContain("books layout is broken");
});

test("reset renders a component anew that threw", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  probe.failures.add("home");
  await open(site, "/", "home.tsx", HOME);
  await find("#root-error");
  probe.failures.clear();
  (await find("#reset")).click();
  await find("#home");
  expect(site.dataRequests).toEqual([]);
});

test("the next answer clears a boundary", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  await open(site, "/", "home.tsx", HOME);
  probe.failures.add("book");
  await follow("Dune");
  await find("#books-error");
  probe.failures.clear();
  await follow("Emma");
  expect((await find("#title")).textContent).toBe("Emma");
  expect(document.querySelector("#books-error")).toBeNull();
});

test("without any boundary a thrown error shows the plain page", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  probe.failures.add("bare");
  await open(site, "/bare/", "bare.tsx", envelope("/bare", "text"));
  expect((await find("main[role=alert]")).textContent).toBe("This page could not be shownTry again");
});

test("a server that cannot be reached renders error.tsx in the layout on the screen; reset tries again", async () => {
  const working = site.answers["/about/"]!;
  site.answers["/about/"] = (request) => request.socket.destroy();
  await open(site, "/", "home.tsx", HOME);
  await follow("About");
  expect((await find("#root-layout #root-error")).textContent).toContain("0");
  expect(window.location.pathname).toBe("/about/");
  site.answers["/about/"] = working;
  (await find("#reset")).click();
  await find("#about");
  expect(probe.mounts["root layout"]).toBe(1);
});
