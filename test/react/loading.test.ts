// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { probe } from "./fixtures/probe.js";
import { DUNE, HOME, Site } from "./site.js";
import { find, follow, leave, open } from "./window.js";

let site: Site;
let release: () => void;

beforeEach(async () => {
  site = new Site();
  await site.listen();
  const late = site.answers["/late/"]!;
  site.answers["/late/"] = (request, response) => {
    release = () => late(request, response);
  };
});

afterEach(() => {
  leave();
  return site.close();
});

test("loading.tsx shows inside the layout that stays, and the old page is hidden, not gone", async () => {
  await open(site, "/", "home.tsx", HOME);
  await follow("Late");
  await find("#root-layout #loading");
  const home = document.querySelector<HTMLElement>("#home")!;
  expect(home.style.display).toBe("none");
  expect(window.location.pathname).toBe("/");
  await vi.waitFor(() => expect(site.dataRequests).toHaveLength(1));
  release();
  await find("#late");
  expect(document.querySelector("#loading")).toBeNull();
  expect(document.querySelector("#home")).toBeNull();
  expect(probe.mounts["root layout"]).toBe(1);
});

test("a navigation that is overtaken gives the old page its place back, state and all", async () => {
  site.answers["/about/"] = () => {};
  await open(site, "/", "home.tsx", HOME);
  const draft = (await find("#draft")) as HTMLInputElement;
  draft.value = "half a sentence";
  await follow("Late");
  await find("#loading");
  await follow("About");
  await vi.waitFor(() => expect(document.querySelector("#loading")).toBeNull());
  expect(await find("#draft")).toBe(draft);
  expect(draft.value).toBe("half a sentence");
});

test("a navigation within the same route shows no loading.tsx", async () => {
  let answer = () => {};
  const emma = site.answers["/books/emma/"]!;
  site.answers["/books/emma/"] = (request, response) => {
    answer = () => emma(request, response);
  };
  await open(site, "/books/dune/", "book.tsx", DUNE);
  await follow("Emma");
  await vi.waitFor(async () => expect((await find("#root-layout")).dataset.navigation).toBe("loading"));
  await vi.waitFor(() => expect(site.dataRequests).toHaveLength(1));
  expect((await find("#title")).textContent).toBe("Dune");
  answer();
  await vi.waitFor(async () => expect((await find("#title")).textContent).toBe("Emma"));
});
