import { describe, expect, test } from "vitest";
import { explainUrl } from "../../src/router/explainUrl.js";
import { matchNotFound } from "../../src/router/matchNotFound.js";
import { tableOf } from "./world.js";

const FILES = [
  "page.tsx",
  "not-found.tsx",
  "books/page.tsx",
  "books/not-found.tsx",
  "books/[id=int]/page.tsx",
  "books/[id=int]/not-found.tsx",
  "books/new/page.tsx",
  "(shop)/cart/page.tsx",
  "(shop)/not-found.tsx",
  "a b/[...path]/page.tsx",
  "[lang]/café/page.tsx",
  "feed.xml/route.py",
];
const { table } = tableOf(FILES);

describe("a URL that no route answers", () => {
  test.each([
    ["/x/", "/#not-found", {}],
    ["/books/a/b", "/books#not-found", {}],
    ["/books//", "/books#not-found", {}],
    ["/books%2Fa%2Fb", "/books#not-found", {}],
    ["/books/7/x/", "/books/[id=int]#not-found", { id: 7 }],
    [`/books/${"9".repeat(4301)}/x/`, "/books#not-found", {}],
    ["/bookss", "/#not-found", {}],
    ["/cart/x", "/#not-found", {}],
    ["/a%20b/./", "/#not-found", {}],
    ["//", "/#not-found", {}],
    ["/%FF", "/#not-found", {}],
  ])("%s gets the nearest not-found page", (path, route, params) => {
    expect(matchNotFound(table, path)).toEqual({ route, params });
    expect(explainUrl(table, path)).toMatchObject({ route: null, redirect: null, notFound: route });
  });

  test("gets Django's own 404 where no not-found.tsx is above it", () => {
    const { table } = tableOf(["page.tsx", "a/page.tsx", "a/not-found.tsx"]);
    expect(explainUrl(table, "/b/").notFound).toBeNull();
    expect(explainUrl(table, "/a/b/").notFound).toBe("/a#not-found");
  });

  test.each([
    ["/boks/", "/books/"],
    ["/Books", "/books/"],
    ["/books/nwe/", "/books/new/"],
    ["/boooks/7/", "/books/7/"],
    ["/fed.xml", "/feed.xml"],
    ["/de/cafe/", "/de/caf%C3%A9/"],
    ["/b%6Fks/new", "/books/new/"],
    ["/boks/nwe/", null],
    ["/zzzzzz/", null],
    ["/", null],
  ])("%s was perhaps meant to be %s", (path, suggestion) => {
    const { table } = tableOf(FILES.slice(1));
    expect(explainUrl(table, path).suggestion).toBe(suggestion);
  });
});

describe("a URL that a route answers", () => {
  test.each([
    ["/books", "/books/"],
    ["/books/", null],
    ["/", null],
    ["/feed.xml", null],
    ["/a%20b/x%2Fy", "/a%20b/x%2Fy/"],
    ["/a%20b/x%2F", null],
  ])("%s with slashes redirects to %s", (path, redirect) => {
    expect(explainUrl(table, path)).toMatchObject({ redirect, notFound: null, suggestion: null });
  });

  test.each([
    ["/books/", "/books"],
    ["/books", null],
    ["/", null],
    ["/feed.xml", null],
    ["/a%20b/x%2F", "/a%20b/x"],
  ])("%s without slashes redirects to %s", (path, redirect) => {
    expect(explainUrl(tableOf(FILES, "never").table, path)).toMatchObject({ redirect, notFound: null });
  });

  test("lists its candidates as people read them", () => {
    expect(explainUrl(table, "/books/7")).toEqual({
      route: "/books/[id=int]",
      params: { id: 7 },
      redirect: "/books/7/",
      notFound: null,
      suggestion: null,
      candidates: [
        { pattern: "/books/new/", route: "/books/new", matched: false, reason: '"7" is not "new"' },
        {
          pattern: "/books/<int:id>/",
          route: "/books/[id=int]",
          matched: true,
          reason: "the first pattern that fits",
        },
        { pattern: "/books/", route: "/books", matched: false, reason: "ends after segment 1 of 2" },
        { pattern: "/<lang>/café/", route: "/[lang]/café", matched: false, reason: '"7" is not "café"' },
      ],
    });
  });

  test("a number that Python does not read is not printed", () => {
    const [, reason] = explainUrl(table, `/books/${"9".repeat(4301)}`).candidates.map((row) => row.reason);
    expect(reason).toBe("a number of 4301 digits is more than Python reads (4300)");
  });
});
