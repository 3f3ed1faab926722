// @vitest-environment happy-dom
import { afterEach, describe, expect, test } from "vitest";
import { href } from "../../src/react/href.js";
import { BUILTIN_CONVERTERS } from "../../src/router/converters.js";
import { formatHref } from "../../src/router/href.js";
import type { Row } from "../../src/router/route.js";
import { buildTable } from "../../src/router/table.js";
import { buildTree } from "../../src/router/tree.js";

afterEach(() => document.body.replaceChildren());

/** A document of a site whose URLs have no final slash. */
function writeSlashless(): void {
  document.body.innerHTML = '<div id="djk-root" data-slash="never"></div>';
}

test.each([
  ["/", {}, "/"],
  ["/notes", {}, "/notes/"],
  ["/books/[slug]", { params: { slug: "é/?#".replace("/", "") } }, "/books/%C3%A9%3F%23/"],
  ["/books/[id=int]", { params: { id: 7 } }, "/books/7/"],
  ["/docs/[...path]", { params: { path: "a/b c" } }, "/docs/a/b%20c/"],
  ["/docs/[[...path]]", {}, "/docs/"],
  ["/docs/[[...path]]", { params: { path: "a/b" } }, "/docs/a/b/"],
  ["/[[lang]]/hello", { params: { lang: null } }, "/hello/"],
  ["/[[lang=slug]]/hello", { params: { lang: "de" } }, "/de/hello/"],
  ["/[[constructor]]/hello", {}, "/hello/"],
  ["/(app)/(inner)/profile", {}, "/profile/"],
  ["/(app)", {}, "/"],
  ["/[x+5f]drafts/[x+5b]x[x+5d]", {}, "/_drafts/%5Bx%5D/"],
  ["/sitemap.xml", {}, "/sitemap.xml"],
  ["/files/[name]", { params: { name: "a.txt" } }, "/files/a.txt/"],
  ["/a&b", {}, "/a&b/"],
  [
    "/notes",
    { query: { page: 2, tag: ["a", "b c"], none: null, not: undefined, all: true } },
    "/notes/?page=2&tag=a&tag=b+c&all=true",
  ],
  [
    "/notes",
    { query: { tag: [], since: "2026-05-01T10:00:00+02:00" } },
    "/notes/?since=2026-05-01T10%3A00%3A00%2B02%3A00",
  ],
  ["/notes", { query: {}, hash: "the end" }, "/notes/#the%20end"],
])("%s with %j is %s", (id, options, url) => {
  expect(href(id, options)).toBe(url);
});

test("a site without final slashes says so in its document", () => {
  writeSlashless();
  expect(href("/notes", { query: { page: 2 } })).toBe("/notes?page=2");
  expect(href("/")).toBe("/");
});

test.each([
  ["/books/[slug]", {}, 'missing parameter "slug"'],
  ["/books/[slug]", { slug: null }, 'missing parameter "slug"'],
  ["/books/[slug]", { slug: "a/b" }, "cannot hold a slash"],
  ["/books/[slug]", { slug: "x", page: 2 }, 'unknown parameter "page"; this URL takes slug'],
])("%s refuses %j", (id, params, message) => {
  expect(() => href(id, { params })).toThrow(message);
});

test("half of a surrogate pair is a TypeError wherever it stands", () => {
  const half = "\u{1f600}".slice(0, 1);
  expect(() => href("/books/[slug]", { params: { slug: `a${half}` } })).toThrow(TypeError);
  expect(() => href("/docs/[...path]", { params: { path: `a/${half}` } })).toThrow(TypeError);
  expect(() => href("/", { hash: half })).toThrow(TypeError);
  expect(href("/", { hash: "\u{1f600}" })).toBe("/#%F0%9F%98%80");
});

describe("an id is read as its folders are", () => {
  const { root } = buildTree(
    [
      "(shop)/books/[slug]",
      "(shop)/[[lang]]/x/[[page=int]]",
      "[x+5f]a/[id=uuid]",
      "a [x+2b] b/[...rest]",
      "c/[[...rest]]",
      "cafe\u0301/v1.0",
      "[[a]]/d/[[b]]/[[c=slug]]",
    ].map((folder) => `routes/${folder}/page.tsx`),
  );
  const { table } = buildTable(root, { converters: [...BUILTIN_CONVERTERS], trailingSlash: "never" });

  test.each(table.rows.map((row): [string, Row] => [`${row.route} ${JSON.stringify(row.parts)}`, row]))(
    "%s",
    (_, row) => {
      writeSlashless();
      const names = row.parts.flatMap((part) => (part.kind === "word" ? [] : [part.name]));
      const params = Object.fromEntries(names.map((name) => [name, `${name}-1`]));
      expect(href(row.route, { params })).toBe(formatHref(row.parts, params, { trailingSlash: "never" }));
    },
  );
});
