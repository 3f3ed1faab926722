import { describe, expect, test } from "vitest";
import { formatPattern } from "../../src/router/pattern.js";
import { buildTable } from "../../src/router/table.js";
import { buildTree } from "../../src/router/tree.js";
import { CONVERTERS, tableOf } from "./world.js";

const patternsOf = (...folders: string[]) =>
  tableOf(folders.map((folder) => `${folder}/page.tsx`)).table.rows.map((row) => formatPattern(row.parts));

describe("canonical order", () => {
  test("word, converters by rank, plain parameter, end, rest", () => {
    const folders = ["[...r]", "[x]", "[x=slug]", "[x=year]", "[x=int]", "[x=uuid]", "word"];
    const ordered = [
      "d/word",
      "d/<uuid:x>",
      "d/<int:x>",
      "d/<year:x>",
      "d/<slug:x>",
      "d/<x>",
      "d",
      "d/<...r>",
    ];
    expect(patternsOf("d", ...folders.map((folder) => `d/${folder}`))).toEqual(ordered);
  });

  test("the leftmost difference decides", () => {
    expect(patternsOf("docs/[...path]", "[a]/[b]/[c]", "[a]/b/c", "docs/[x]/z")).toEqual([
      "docs/<x>/z",
      "docs/<...path>",
      "<a>/b/c",
      "<a>/<b>/<c>",
    ]);
  });

  test("words go by code point, not by locale", () => {
    expect(patternsOf("b", "a", "Z", "é", "😀", "\uffee")).toEqual(["Z", "a", "b", "é", "\uffee", "😀"]);
  });

  test("the order of the files makes no difference", () => {
    const folders = ["x", "[a]", "[[b=int]]/y", "(g)/z", "[...r]"];
    expect(patternsOf(...[...folders].reverse())).toEqual(patternsOf(...folders));
  });
});

describe("expansion", () => {
  test("an optional parameter is there and not there", () => {
    expect(patternsOf("[[lang]]/about")).toEqual(["about", "<lang>/about"]);
    expect(patternsOf("docs/[[...path]]")).toEqual(["docs", "docs/<...path>"]);
    expect(patternsOf("(g)/[[n=int]]")).toEqual(["<int:n>", ""]);
  });

  test("of two optionals the left one is filled first", () => {
    const { table, diagnostics } = tableOf(["[[a]]/[[b]]/page.tsx"]);
    expect(table.rows.map((row) => formatPattern(row.parts))).toEqual(["<a>/<b>", "<a>", ""]);
    expect(diagnostics).toEqual([]);
  });

  test("str is the same as no converter", () => {
    expect(patternsOf("[x=str]")).toEqual(["<x>"]);
    expect(tableOf(["[x=str]/page.tsx"]).table.converters).toEqual([]);
  });
});

test("a route knows its name, its symbol, its parameters and the folders that wrap it", () => {
  const { table } = tableOf([
    "layout.tsx",
    "(shop)/error.tsx",
    "(shop)/[[lang]]/books/layout.tsx",
    "(shop)/[[lang]]/books/[id=int]/page.tsx",
    "(shop)/[[lang]]/books/[id=int]/page.py",
    "(shop)/[[lang]]/books/[id=int]/loading.tsx",
  ]);
  const lang = { name: "lang", converter: null, rest: false, optional: true };
  const id = { name: "id", converter: "int", rest: false, optional: false };
  const dir = "routes/(shop)/[[lang]]/books/[id=int]";
  const files = { page: `${dir}/page.tsx`, pageHandler: `${dir}/page.py`, loading: `${dir}/loading.tsx` };
  const shop = {
    id: "/(shop)",
    dir: "routes/(shop)",
    files: { error: "routes/(shop)/error.tsx" },
    params: [],
  };
  const books = {
    id: "/(shop)/[[lang]]/books",
    dir: "routes/(shop)/[[lang]]/books",
    files: { layout: "routes/(shop)/[[lang]]/books/layout.tsx" },
    params: [lang],
  };
  expect(table.routes).toEqual([
    {
      id: "/(shop)/[[lang]]/books/[id=int]",
      kind: "page",
      name: "lang.books.id",
      symbol: "g_shop_p_lang__opt_books_p_id__int",
      dir,
      files,
      params: [lang, id],
      lineage: [
        { id: "/", dir: "routes", files: { layout: "routes/layout.tsx" }, params: [] },
        shop,
        books,
        { id: "/(shop)/[[lang]]/books/[id=int]", dir, files, params: [lang, id] },
      ],
    },
  ]);
  expect(table.converters.map(({ name }) => name)).toEqual(["int"]);
});

test("symbols are unique, also on disks that ignore case, and leave the names of the views module alone", () => {
  const { table } = tableOf(["page.tsx", "home/page.tsx", "A/page.tsx", "a/page.tsx", "endpoint/page.tsx"]);
  expect(table.routes.map(({ id, symbol }) => `${id} ${symbol}`).sort()).toEqual([
    "/ home",
    "/A A",
    "/a a_2",
    "/endpoint endpoint_2",
    "/home home_2",
  ]);
});

test("an endpoint whose last word has a dot has no form with a slash", () => {
  const { table } = tableOf(["sitemap.xml/route.py", "v1.0/page.tsx", "v1.0/[x]/route.py", "api/route.py"]);
  expect(table.rows.filter((row) => row.bare).map((row) => row.route)).toEqual(["/sitemap.xml"]);
});

describe("not found", () => {
  const notFoundOf = (...folders: string[]) => {
    const { table, diagnostics } = tableOf([
      "page.tsx",
      ...folders.map((folder) => `${folder}not-found.tsx`),
    ]);
    return {
      rows: table.notFoundRows.map((row) => `/${formatPattern(row.parts)} ${row.route}`),
      routes: table.notFound.map(({ id, kind, name, symbol, files }) => ({ id, kind, name, symbol, files })),
      codes: diagnostics.map(({ code, at, related }) => [code, at?.file, related?.[0]?.at.file]),
    };
  };

  test("the deepest folder comes first, in canonical order within a depth", () => {
    expect(notFoundOf("", "a/", "[x]/", "a/b/", "[[lang]]/docs/").rows).toEqual([
      "/a/b /a/b#not-found",
      "/<lang>/docs /[[lang]]/docs#not-found",
      "/docs /[[lang]]/docs#not-found",
      "/a /a#not-found",
      "/<x> /[x]#not-found",
      "/ /#not-found",
    ]);
  });

  test("the synthetic route has a symbol of its own and no files", () => {
    expect(notFoundOf("", "a/").routes).toEqual([
      { id: "/a#not-found", kind: "notFound", name: "", symbol: "a_not_found", files: {} },
      { id: "/#not-found", kind: "notFound", name: "", symbol: "root_not_found", files: {} },
    ]);
  });

  test("a rest parameter leaves no remainder to answer", () => {
    expect(notFoundOf("a/[...p]/").rows).toEqual([]);
    expect(notFoundOf("a/[[...p]]/").rows).toEqual(["/a /a/[[...p]]#not-found"]);
  });

  test("a group leaves unmatched URLs to the folder above it", () => {
    expect(notFoundOf("", "(g)/")).toMatchObject({ rows: ["/ /#not-found"], codes: [] });
  });

  test("two groups without a folder above them are a warning", () => {
    expect(notFoundOf("(g)/", "(h)/")).toMatchObject({
      rows: ["/ /(g)#not-found"],
      codes: [["not-found-conflict", "routes/(h)/not-found.tsx", "routes/(g)/not-found.tsx"]],
    });
  });
});

describe("conflicts", () => {
  const conflictsOf = (...files: string[]) => tableOf(files).diagnostics;

  test("name every file, the pattern, an example and a fix", () => {
    expect(conflictsOf("p/[slug]/page.tsx", "(shop)/p/[id]/page.tsx", "(api)/p/[x]/route.py")).toEqual([
      {
        code: "route-conflict",
        severity: "error",
        message: "3 routes answer /p/<x>, for example /p/x/",
        at: { file: "routes/(api)/p/[x]/route.py" },
        hint: "Keep one of them, or give one a converter: [x=int]. Parameter names make no difference.",
        related: [
          { message: "answers the same URL", at: { file: "routes/(shop)/p/[id]/page.tsx" } },
          { message: "answers the same URL", at: { file: "routes/p/[slug]/page.tsx" } },
        ],
      },
    ]);
  });

  test.each([
    ["words in two groups", ["(a)/x/page.tsx", "(b)/x/page.tsx"], "/x, for example /x/", "Groups and"],
    [
      "an optional that cannot be absent",
      ["u/page.tsx", "u/[[id]]/page.tsx"],
      "/u, for example /u/",
      "[[id]] in routes/u/[[id]] can never be absent because routes/u/page.tsx exists: make it [id].",
    ],
    [
      "an optional rest that cannot be absent",
      ["u/page.tsx", "u/[[...r]]/page.tsx"],
      "/u, for example /u/",
      "make it [...r]",
    ],
    [
      "one converter",
      ["[a=year]/page.tsx", "[b=year]/page.tsx"],
      "/<year:a>, for example /2026/",
      "Keep one",
    ],
    ["rest", ["d/[...a]/page.tsx", "(g)/d/[...b]/page.tsx"], "/d/<...b>, for example /d/a/b/", "Keep one"],
    ["page and endpoint", ["(a)/s.xml/route.py", "s.xml/page.tsx"], "/s.xml, for example /s.xml", "Keep one"],
  ])("%s", (_, files, message, hint) => {
    const diagnostics = conflictsOf(...files);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]!.message).toContain(message);
    expect(diagnostics[0]!.hint).toContain(hint);
  });

  test("routes that share several URLs are reported once", () => {
    expect(conflictsOf("[[a]]/x/[[b=int]]/page.tsx", "(g)/[[a]]/x/[[b=int]]/page.tsx")).toHaveLength(1);
  });

  test("different converters, or a word beside a parameter, are no conflict", () => {
    expect(conflictsOf("[a]/page.tsx", "[b=int]/page.tsx", "[c=slug]/page.tsx", "d/page.tsx")).toEqual([]);
  });

  test.each([
    ["a word with a dot and a parameter", ["posts/[slug]/page.tsx", "posts.slug/page.tsx"], "posts.slug"],
    ["a colon and a hyphen", ["a[x+3a]b/page.tsx", "a-b/page.tsx"], "a-b"],
    ["the root and its word", ["page.tsx", "index/page.tsx"], "index"],
    ["a rest and a parameter", ["d/[x]/page.tsx", "d/[...x]/page.tsx"], "d.x"],
  ])("%s can have one name, which is an error", (_, files, name) => {
    expect(conflictsOf(...files)).toMatchObject([
      { code: "name-conflict", severity: "error", message: `2 routes have the URL name "${name}"` },
    ]);
  });

  test("different URLs with one name are an error", () => {
    expect(conflictsOf("[id]/page.tsx", "[id=int]/page.tsx")).toMatchObject([
      {
        code: "name-conflict",
        at: { file: "routes/[id=int]/page.tsx" },
        related: [{ at: { file: "routes/[id]/page.tsx" } }],
      },
    ]);
  });
});

describe("converters", () => {
  test("one that Django does not have is reported for each folder, with what was meant", () => {
    expect(tableOf(["[a=itn]/page.tsx", "x/[b=zzzzzz]/page.tsx"]).diagnostics).toMatchObject([
      {
        code: "unknown-converter",
        at: { file: "routes/[a=itn]" },
        message: expect.stringContaining('"int"?'),
      },
      {
        code: "unknown-converter",
        at: { file: "routes/x/[b=zzzzzz]" },
        message: expect.not.stringContaining("?"),
      },
    ]);
  });

  test.each([
    ["[0-9]{4}/[0-9]{2}", "converter-slash"],
    [".+", "converter-slash"],
    ["[a-z]*", "converter-empty"],
    ["(?P<y>[0-9]+)", "converter-regex"],
    ["[0-9]+\\Z", "converter-regex"],
  ])("the regex %s is refused, once", (regex, code) => {
    const tree = buildTree(["routes/[a=own]/page.tsx", "routes/x/[b=own]/page.tsx"]);
    const own = { name: "own", regex, type: "string" as const, rank: 25 };
    const options = { converters: [...CONVERTERS, own], trailingSlash: "always" as const };
    expect(buildTable(tree.root, options).diagnostics.map((d) => d.code)).toEqual([code]);
  });

  test.each(["[0-9]{4}", "[^/]+", "[\\w\\-]+", "de|en", "(?!x)[a-z]+"])("the regex %s is fine", (regex) => {
    const tree = buildTree(["routes/[a=own]/page.tsx"]);
    const own = { name: "own", regex, type: "string" as const, rank: 25 };
    expect(buildTable(tree.root, { converters: [own], trailingSlash: "always" }).diagnostics).toEqual([]);
  });
});
