import { expect, test } from "vitest";
import { compileRouteTable } from "../../src/router/compileRouteTable.js";
import { decodePath } from "../../src/router/decodePath.js";
import { explainMatch, match } from "../../src/router/match.js";
import { formatPattern } from "../../src/router/pattern.js";
import { tableOf } from "./world.js";

const FILES = [
  "page.tsx",
  "books/page.tsx",
  "books/new/page.tsx",
  "books/[id=int]/page.tsx",
  "books/[slug]/page.tsx",
  "docs/[...path]/page.tsx",
  "[owner]/[repo]/[branch]/page.tsx",
  "sitemap.xml/route.py",
  "[[lang]]/about/page.tsx",
];
const compiled = compileRouteTable(tableOf(FILES).table);

test.each([
  ["/", "/", {}],
  ["/books", "/books", {}],
  ["/books/", "/books", {}],
  ["/books//", null, {}],
  ["/Books/", null, {}],
  ["/books/new", "/books/new", {}],
  ["/books/42/", "/books/[id=int]", { id: 42 }],
  ["/books/4%32", "/books/[id=int]", { id: 42 }],
  ["/books/x%20y", "/books/[slug]", { slug: "x y" }],
  ["/books/x%2Fy", "/[owner]/[repo]/[branch]", { owner: "books", repo: "x", branch: "y" }],
  ["/docs/a/b", "/docs/[...path]", { path: "a/b" }],
  ["/docs/a%2Fb/", "/docs/[...path]", { path: "a/b" }],
  ["/docs/a//b", null, {}],
  ["/docs/a/../b", null, {}],
  ["/docs/", null, {}],
  ["/x/y/z", "/[owner]/[repo]/[branch]", { owner: "x", repo: "y", branch: "z" }],
  ["/sitemap.xml", "/sitemap.xml", {}],
  ["/sitemap.xml/", null, {}],
  ["/about", "/[[lang]]/about", {}],
  ["/de/about", "/[[lang]]/about", { lang: "de" }],
  ["//", null, {}],
])("%s opens %s", (url, route, params) => {
  expect(match(compiled, url) ?? { route: null, params }).toMatchObject({ route, params });
});

test("an explanation lists what could have answered and says why it did not", () => {
  const explained = explainMatch(compiled, "/books/42/").map(
    ({ row, matched, reason }) => `${matched ? "+" : "-"} /${formatPattern(row.parts)}: ${reason}`,
  );
  expect(explained).toEqual([
    '- /books/new: "42" is not "new"',
    "+ /books/<int:id>: the first pattern that fits",
    "+ /books/<slug>: fits as well, but /books/<int:id> comes first",
    "- /books: ends after segment 1 of 2",
    '- /<lang>/about: "42" is not "about"',
    "- /<owner>/<repo>/<branch>: needs 3 segments, the URL has 2",
  ]);
  const reasonsOf = (url: string) => explainMatch(compiled, url).map(({ reason }) => reason);
  expect(reasonsOf("/books/x")[1]).toBe('"x" is no int ([0-9]+)');
  expect(reasonsOf("/sitemap.xml/")[0]).toBe("has no form with a trailing slash");
  expect(reasonsOf("/docs/a/../b")[0]).toBe("the remaining path is empty or has an empty, . or .. segment");
});

test.each([
  ["/caf%C3%A9", "/café"],
  ["/%FF%41", "/%FFA"],
  ["/%e2%82x", "/%E2%82x"],
  ["/%ZZ%20", "/%ZZ "],
  ["/%25FF", "/%FF"],
  ["/%ED%A0%80", "/%ED%A0%80"],
])("%s is decoded as Django does, to %s", (url, decoded) => {
  expect(decodePath(url)).toBe(decoded);
});

test("each of a thousand patterns under one parameter is found", () => {
  const files = Array.from({ length: 500 }, (_, i) => [
    `[lang=slug]/s${i % 20}/w${i}/page.tsx`,
    `[lang=slug]/s${i % 20}/w${i}/[id=int]/page.tsx`,
  ]).flat();
  const table = compileRouteTable(tableOf(files).table);
  const urls = files.map((_, i) => `/en/s${(i >> 1) % 20}/w${i >> 1}/${i % 2 ? "7/" : ""}`);
  expect(urls.filter((url) => match(table, url) !== null)).toHaveLength(1000);
});
