import { expect, test } from "vitest";
import type { TableFile } from "../../src/react/protocol.js";
import { buildTable, findTarget } from "../../src/react/table.js";

const FILE: TableFile = {
  version: 1,
  build: "one",
  base: "/static/client/",
  trailingSlash: "always",
  converters: { int: { regex: "[0-9]+", type: "number" } },
  rows: [
    ["", "/"],
    ["sitemap.xml", "/sitemap.xml", 1],
    ["v1.0", "/v1.0"],
    ["books/<int:id>", "/books/[id=int]"],
    ["books/<slug>", "/books/[slug]"],
  ],
  branches: {
    "/": ["home-1.js"],
    "/sitemap.xml": ["sitemap-1.js"],
    "/v1.0": ["version-1.js"],
    "/books/[id=int]": ["number-1.js", "a-1.css", "b-1.css"],
    "/books/[slug]": ["book-1.js"],
  },
};

test("a target has the URLs of its module and stylesheets", () => {
  expect(findTarget(buildTable(FILE), "/books/12/")).toEqual({
    route: "/books/[id=int]",
    pathname: "/books/12/",
    module: "/static/client/number-1.js",
    stylesheets: ["/static/client/a-1.css", "/static/client/b-1.css"],
  });
});

test.each([
  ["always", "/books/dune", "/books/dune/"],
  ["always", "/books/d%C3%BCne/", "/books/d%C3%BCne/"],
  ["always", "/", "/"],
  ["always", "/sitemap.xml", "/sitemap.xml"],
  ["always", "/v1.0", "/v1.0/"],
  ["never", "/books/dune/", "/books/dune"],
  ["never", "/", "/"],
  ["always", "/books/dune%2F", "/books/dune%2F"],
  ["never", "/books/dune%2f", "/books/dune"],
] as const)("with trailing slash %s the canonical form of %s is %s", (trailingSlash, given, canonical) => {
  expect(findTarget(buildTable({ ...FILE, trailingSlash }), given)?.pathname).toBe(canonical);
});

test("a table of another version is refused", () => {
  const file = { ...FILE, version: 2 as unknown as 1 };
  expect(() => buildTable(file)).toThrow("cannot read version 2 of the route table");
});
