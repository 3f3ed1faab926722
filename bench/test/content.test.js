import { expect, it } from "vitest";
import { compileRouteTable } from "../../src/router/compileRouteTable.ts";
import { BUILTIN_CONVERTERS } from "../../src/router/converters.ts";
import { match } from "../../src/router/match.ts";
import { buildTable } from "../../src/router/table.ts";
import { buildTree as buildRouteTree } from "../../src/router/tree.ts";
import { listPages, posts } from "../content/posts.js";
import { buildTree, listMisses, listUrls } from "../micro/tree.js";

it("has a hundred posts with slugs of their own, the same ones every time", () => {
  expect(new Set(posts.map((post) => post.slug)).size).toBe(100);
  expect(posts[7]).toMatchObject({ slug: "post-007", date: "2024-01-22" });
  expect(posts[0].title).toBe("Quiet canyon river canyon");
});

it("has as many further pages as asked for, each with words of its own", () => {
  const pages = listPages(12);
  expect(pages.map((page) => page.name)).toContain("page-0011");
  expect(new Set(pages.map((page) => page.paragraphs.join())).size).toBe(12);
});

it("makes a tree of exactly so many routes, whose URLs are answered and whose misses are not", () => {
  const paths = Object.keys(buildTree(137)).filter((path) => path.startsWith("routes/"));
  const { root, diagnostics } = buildRouteTree(paths.sort());
  const { table } = buildTable(root, { converters: [...BUILTIN_CONVERTERS], trailingSlash: "always" });
  const compiled = compileRouteTable(table);
  expect(diagnostics).toEqual([]);
  expect(table.routes).toHaveLength(137);
  expect(new Set(listUrls(137).map((url) => match(compiled, url)?.route)).size).toBe(137);
  expect(listMisses(137).filter((url) => match(compiled, url) !== null)).toEqual([]);
});
