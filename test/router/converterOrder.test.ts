import { expect, test } from "vitest";
import { BUILTIN_CONVERTERS, CUSTOM_CONVERTER_RANK } from "../../src/router/converters.js";
import { buildTable } from "../../src/router/table.js";
import { buildTree } from "../../src/router/tree.js";

/** Routes with two converters of the project, year and month: their rows in order, and what is undecided. */
function orderOf(files: string[], ranks: Record<string, number> = {}) {
  const tree = buildTree(files.map((file) => `routes/${file}/page.tsx`));
  const own = ["year", "month"].map((name) => {
    const rank = ranks[name] ?? CUSTOM_CONVERTER_RANK;
    return { name, regex: "[0-9]+", type: "string" as const, rank };
  });
  const options = { converters: [...BUILTIN_CONVERTERS, ...own], trailingSlash: "always" as const };
  const { table, diagnostics } = buildTable(tree.root, options);
  return { rows: table.rows.map(({ route }) => route), diagnostics };
}

test("two converters that nobody ranked are tried by name, with a warning", () => {
  expect(orderOf(["a/[y=year]", "a/[m=month]"])).toEqual({
    rows: ["/a/[m=month]", "/a/[y=year]"],
    diagnostics: [
      {
        code: "converter-order",
        severity: "warning",
        message:
          'the converters "month" and "year" have one rank: /a/<month:m>/ is tried before /a/<year:y>/ only because of their names',
        at: { file: "routes/a/[m=month]/page.tsx" },
        hint: "Say which comes first in djk.toml: [routing] converters = { month = { rank = 24 }, year = { rank = 26 } }",
        related: [{ message: "the other one", at: { file: "routes/a/[y=year]/page.tsx" } }],
      },
    ],
  });
});

test.each([
  ["ranks of their own", ["[y=year]", "[m=month]"], { year: 1, month: 2 }],
  ["a rank for one of them", ["[y=year]", "[m=month]"], { year: 24 }],
  ["other words behind them", ["[y=year]/a", "[m=month]/b"], {}],
  ["other lengths", ["[y=year]", "[m=month]/[x]"], {}],
  ["other places", ["a/[y=year]", "b/[m=month]"], {}],
])("with %s nothing is undecided", (_, files, ranks) => {
  expect(orderOf(files, ranks).diagnostics).toEqual([]);
});

test.each([
  ["a rank that is the same", ["[y=year]", "[m=month]"], { year: 9, month: 9 }],
  ["the rank of int", ["[n=int]", "[m=month]"], { month: 20 }],
  ["a rest behind one", ["[y=year]/[...rest]", "[m=month]/a/b"], {}],
  ["a parameter behind one", ["[y=year]/[x]", "[m=month]/a"], {}],
  ["an optional parameter behind one", ["[y=year]/[[x]]", "[m=month]"], {}],
  ["several pages behind them, once", ["[y=year]", "[y=year]/a", "[m=month]", "[m=month]/a"], {}],
])("with %s something is", (_, files, ranks) => {
  expect(orderOf(files, ranks).diagnostics.map(({ code }) => code)).toEqual(["converter-order"]);
});

test("a rank puts a converter before or behind Django's", () => {
  const files = ["[y=year]", "[n=int]", "[s=slug]", "[u=uuid]", "[x]"];
  const rowsOf = (rank: number) => orderOf(files, { year: rank }).rows.indexOf("/[y=year]");
  expect([5, 15, 25, 35].map(rowsOf)).toEqual([0, 1, 2, 3]);
});
