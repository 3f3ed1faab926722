import { describe, expect, test } from "vitest";
import type { Segment } from "../../src/router/route.js";
import { parseSegment } from "../../src/router/segment.js";

const word = (text: string): Segment => ({ kind: "word", text });
const param = (name: string, converter: string | null = null, optional = false): Segment => ({
  kind: "param",
  name,
  converter,
  optional,
});

const GOOD: [string, Segment][] = [
  ["posts", word("posts")],
  ["my page", word("my page")],
  ["sitemap.xml", word("sitemap.xml")],
  ["$x{y}", word("$x{y}")],
  ["Foo_(bar)", word("Foo_(bar)")],
  ["a@b", word("a@b")],
  ["e\u0301", word("\u00e9")],
  ["[x+5f]x", word("_x")],
  ["[x+2e]well-known", word(".well-known")],
  ["a[x+3A]b", word("a:b")],
  ["e[x+301]", word("\u00e9")],
  ["[x+1f600]", word("😀")],
  ["[x+20]", word(" ")],
  ["[slug]", param("slug")],
  ["[class_]", param("class_")],
  ["[match]", param("match")],
  ["[id=int]", param("id", "int")],
  ["[s=str]", param("s", "str")],
  ["[y=four-digits]", param("y", "four-digits")],
  ["[[lang]]", param("lang", null, true)],
  ["[[id=int]]", param("id", "int", true)],
  ["[...path]", { kind: "rest", name: "path", optional: false }],
  ["[[...path]]", { kind: "rest", name: "path", optional: true }],
  ["(shop)", { kind: "group", name: "shop" }],
  ["(my shop)", { kind: "group", name: "my shop" }],
];

const BAD: [name: string, code: string, hint: string][] = [
  ["@team", "parallel-route", "[x+40]"],
  ["(.)photo", "intercepting-route", "query parameter"],
  ["(..)(..)photo", "intercepting-route", "query parameter"],
  ["(...)photo", "intercepting-route", "query parameter"],
  ["(shop", "segment-group", "(shop)"],
  ["()", "segment-group", "(name)"],
  ["(a)b", "segment-group", "(name)"],
  ["shop)", "segment-group", "(shop)"],
  ["file-[id]", "text-around-parameter", "[name]"],
  ["[id].json", "text-around-parameter", "[name]"],
  ["[a]-[b]", "text-around-parameter", "[name]"],
  ["[x+5f][id]", "text-around-parameter", "[name]"],
  ["[id", "segment-brackets", "[x=int]"],
  ["id]", "segment-brackets", "[x=int]"],
  ["[[id]", "segment-brackets", "[x=int]"],
  ["[[[id]]]", "segment-brackets", "[x=int]"],
  ["[]", "parameter-name", "ASCII"],
  ["[post-id]", "parameter-name", "[post_id]"],
  ["[1st]", "parameter-name", "digit"],
  ["[класс]", "parameter-name", "ASCII"],
  ["[a__b]", "parameter-name", "[a_b]"],
  ["[id:int]", "parameter-name", "[id=int]"],
  ["[id?]", "parameter-name", "[[id]]"],
  ["[id ]", "parameter-name", "[id]"],
  ["[class]", "parameter-keyword", "[class_]"],
  ["[None]", "parameter-keyword", "[none_]"],
  ["[request]", "parameter-reserved", "request_id"],
  ["[p=path]", "path-converter", "[...p]"],
  ["[p=djk_rest]", "path-converter", "[...p]"],
  ["[...p=int]", "rest-converter", "[...p]"],
  ["[id=]", "unknown-converter", "[id=int]"],
  ["[id=a b]", "unknown-converter", "[id=int]"],
  ["[…path]", "segment-ellipsis", "[...path]"],
  ["[..path]", "segment-ellipsis", "[...path]"],
  ["[[....path]]", "segment-ellipsis", "[...path]"],
  ...["#", "?", "*", ":", "\\", '"', "|"].map((char): [string, string, string] => [
    `a${char}b`,
    "segment-character",
    `[x+${char.charCodeAt(0).toString(16)}]`,
  ]),
  ["a%20b", "segment-character", "Rename"],
  ["a<b", "segment-character", "Rename"],
  [":id", "segment-character", "[id]"],
  ["<slug:slug>", "segment-character", "[slug]"],
  ["a\u0007b", "segment-character", "Rename"],
  [" a", "segment-edge", "Remove"],
  ["a ", "segment-edge", "Remove"],
  ["a.", "segment-edge", "Remove"],
  ["[x+2e]", "segment-edge", "another name"],
  ["[x+2e][x+2e]", "segment-edge", "another name"],
  ["[x+zz]", "segment-escape", "[x+5f]"],
  ["[x+2f]", "segment-escape", "[x+5f]"],
  ["[x+25]", "segment-escape", "[x+5f]"],
  ["[x+0a]", "segment-escape", "[x+5f]"],
  ["[x+d800]", "segment-escape", "[x+5f]"],
  ["[x+110000]", "segment-escape", "[x+5f]"],
];

describe("a folder name that is a segment", () => {
  test.each(GOOD)("%s", (name, segment) => {
    expect(parseSegment(name)).toEqual({ segment });
  });
});

describe("a folder name that is refused says which name and how to write it", () => {
  test.each(BAD)("%j is %s", (name, code, hint) => {
    const parsed = parseSegment(name);
    expect(parsed).toMatchObject({ problem: { code, hint: expect.stringContaining(hint) } });
  });
});
