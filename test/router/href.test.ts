import { expect, test } from "vitest";
import { formatHref, type HrefParams } from "../../src/router/href.js";
import { formatDjangoPattern, parsePattern } from "../../src/router/pattern.js";

const href = (pattern: string, params: HrefParams = {}) =>
  formatHref(parsePattern(pattern), params, { trailingSlash: "always" });

test.each([
  ["", {}, "/"],
  ["books", {}, "/books/"],
  ["books/<slug>", { slug: "x y/é?".replace("/", "") }, "/books/x%20y%C3%A9%3F/"],
  ["books/<int:id>", { id: 7 }, "/books/7/"],
  ["docs/<...path>", { path: "a/b c" }, "/docs/a/b%20c/"],
  ["q&a/<x>", { x: "a:b@c,d" }, "/q&a/a:b@c,d/"],
])("%s with %j is %s", (pattern, params, url) => {
  expect(href(pattern, params as HrefParams)).toBe(url);
});

test("the slash follows the setting, and an endpoint with a dotted end has none", () => {
  const parts = parsePattern("sitemap.xml");
  expect(formatHref(parts, {}, { trailingSlash: "never" })).toBe("/sitemap.xml");
  expect(formatHref(parts, {}, { trailingSlash: "always", bare: true })).toBe("/sitemap.xml");
});

test.each([
  ["<slug>", {}, 'missing parameter "slug"'],
  ["<slug>", { slug: "a", page: 2 }, 'unknown parameter "page"; this URL takes slug'],
  ["books", { x: 1 }, 'unknown parameter "x"; this URL takes none'],
  ["<slug>", { slug: "a/b" }, "cannot hold a slash"],
  ["<slug>", { slug: "" }, 'cannot have the segment ""'],
  ["<slug>", { slug: ".." }, 'cannot have the segment ".."'],
  ["<...p>", { p: "a//b" }, 'cannot have the segment ""'],
  ["<...p>", { p: "a/./b" }, 'cannot have the segment "."'],
  ["<int:id>", { id: 1.5 }, "not a whole number"],
  ["<int:id>", { id: -1 }, "not a whole number"],
])("%s refuses %j", (pattern, params, message) => {
  expect(() => href(pattern, params as HrefParams)).toThrow(new RegExp(message.replace(/[.?]/g, "\\$&")));
});

test("Django's pattern has the converter of the runtime for a rest", () => {
  expect(formatDjangoPattern(parsePattern("a b/<slug:s>/<x>/<...p>"))).toBe("a b/<slug:s>/<x>/<djk_rest:p>");
  expect(() => formatDjangoPattern([{ kind: "word", text: "a<b" }])).toThrow("a<b");
});

test.each(["a//b", "<1x>", "a<b", "<...>", "<a b>"])("%s is no pattern", (text) => {
  expect(() => parsePattern(text)).toThrow("not a part of a pattern");
});
