// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Branch, Envelope } from "../../src/react/protocol.js";
import { renderBranch } from "../../src/ssr/renderBranch.js";
import about from "./fixtures/about.js";
import book from "./fixtures/book.js";
import home from "./fixtures/home.js";
import { DUNE, envelope, HOME, Site } from "./site.js";
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
const FAILED = { node: "/", kind: "error", status: 500, requestId: "r2" } as const;

const DOCUMENTS: [
  name: string,
  url: string,
  module: string,
  branch: Branch,
  envelope: Envelope,
  mount: string,
][] = [
  ["a page with a title", "/", "home.tsx", home, HOME, ""],
  ["a page with useId and a query", "/about/?q=1", "about.tsx", about, envelope("/about", null), ""],
  ["a page below two layouts", "/books/dune/", "book.tsx", book, DUNE, ""],
  ["a page under a mount", "/app/books/dune/", "book.tsx", book, DUNE, "/app"],
  ["a 404", "/books/x/", "book.tsx", book, { ...DUNE, error: LOST }, ""],
  ["a 500", "/", "home.tsx", home, { ...HOME, error: FAILED }, ""],
  ["a 500 without a boundary", "/", "home.tsx", home, { ...HOME, error: { ...FAILED, node: null } }, ""],
  [
    "a page with a head from Python",
    "/",
    "about.tsx",
    about,
    envelope("/about", null, { head: { title: "T", description: "D" } }),
    "",
  ],
];

test.each(DOCUMENTS)(
  "%s hydrates without a word in the console",
  async (_, url, module, branch, first, mount) => {
    const errors = vi.spyOn(console, "error");
    const warnings = vi.spyOn(console, "warn");
    const rendered = await renderBranch({ envelope: first, branch, url, basename: mount });
    document.head.innerHTML = rendered.head;
    await open(site, url, module, first, `data-ssr data-mount="${mount}"`, rendered.html);
    const root = document.querySelector("#djk-root")!;
    const [served] = root.children;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(root.children[0]).toBe(served);
    expect(errors.mock.calls).toEqual([]);
    expect(warnings.mock.calls).toEqual([]);
  },
);

test("a hydrated page is alive: its state, its links", async () => {
  const { html } = await renderBranch({ envelope: HOME, branch: home, url: "/", basename: "" });
  await open(site, "/", "home.tsx", HOME, "data-ssr", html);
  await vi.waitFor(async () => {
    (await find("#counter")).click();
    expect((await find("#counter")).textContent).not.toBe("0");
  });
  await follow("About");
  await find("#about");
  expect(site.dataRequests).toEqual(["GET /about/?_data=one"]);
});

test("what belongs into the head is apart from the mount div's inside", async () => {
  const { head, html } = await renderBranch({ envelope: HOME, branch: home, url: "/", basename: "" });
  expect(head).toBe("<title>Home of books</title>");
  expect(html).toMatch(/^<!--&--><div id="root-layout"/);
  expect(html).not.toContain("<title>");
});

test("a component that throws on the server is the caller's to handle", async () => {
  const page = () => {
    throw new Error("broken on the server");
  };
  const input = { envelope: HOME, branch: { route: "/", nodes: [], page }, url: "/", basename: "" };
  await expect(renderBranch(input)).rejects.toThrow("broken on the server");
});
