import { expect, test } from "vitest";
import { buildTree } from "../../src/router/tree.js";

const treeOf = (...files: string[]) => buildTree(files.map((file) => `routes/${file}`));

/** `code @ place`, with the related places behind it. */
function problemsOf(...files: string[]): string[] {
  return treeOf(...files).diagnostics.map(({ code, at, related = [] }) =>
    [`${code} @ ${at?.file}`, ...related.map((note) => note.at.file)].join(" + "),
  );
}

test("a tree holds the folders with special files, and of their files only those", () => {
  const { root, diagnostics } = treeOf(
    "page.tsx",
    "layout.tsx",
    "layout.py",
    "Card.tsx",
    "books/components/Cover.tsx",
    "books/[slug]/page.jsx",
    "books/[slug]/page.py",
    "books/[slug]/page.html",
    "books/[slug]/error.ts",
    "books/[slug]/not-found.js",
    "books/[slug]/loading.tsx",
    "(site)/api/route.py",
  );
  expect(diagnostics).toEqual([]);
  expect(root).toEqual({
    id: "/",
    dir: "routes",
    segment: null,
    files: { page: "routes/page.tsx", layout: "routes/layout.tsx", layoutHandler: "routes/layout.py" },
    children: [
      {
        id: "/books",
        dir: "routes/books",
        segment: { kind: "word", text: "books" },
        files: {},
        children: [
          {
            id: "/books/[slug]",
            dir: "routes/books/[slug]",
            segment: { kind: "param", name: "slug", converter: null, optional: false },
            files: {
              page: "routes/books/[slug]/page.jsx",
              pageHandler: "routes/books/[slug]/page.py",
              pageTemplate: "routes/books/[slug]/page.html",
              error: "routes/books/[slug]/error.ts",
              notFound: "routes/books/[slug]/not-found.js",
              loading: "routes/books/[slug]/loading.tsx",
            },
            children: [],
          },
        ],
      },
      {
        id: "/(site)",
        dir: "routes/(site)",
        segment: { kind: "group", name: "site" },
        files: {},
        children: [
          {
            id: "/(site)/api",
            dir: "routes/(site)/api",
            segment: { kind: "word", text: "api" },
            files: { route: "routes/(site)/api/route.py" },
            children: [],
          },
        ],
      },
    ],
  });
});

test("the id has its names in NFC, the folder is named as on disk", () => {
  const [child] = treeOf("cafe\u0301/page.tsx").root.children;
  expect(child).toMatchObject({ id: "/caf\u00e9", dir: "routes/cafe\u0301" });
});

test.each([
  ["no page", ["Card.tsx"], ["no-routes @ routes"]],
  ["page.py alone", ["a/page.py"], ["handler-without-page @ routes/a/page.py"]],
  ["layout.py alone", ["page.tsx", "layout.py"], ["layout-handler-without-layout @ routes/layout.py"]],
  ["page.html alone", ["a/page.html"], ["template-without-page @ routes/a/page.html"]],
  [
    "route.py beside page.tsx",
    ["page.tsx", "route.py"],
    ["route-beside-page @ routes/route.py + routes/page.tsx"],
  ],
  [
    "two files of one kind",
    ["page.js", "page.tsx", "page.jsx"],
    [
      "duplicate-file @ routes/page.jsx + routes/page.tsx",
      "duplicate-file @ routes/page.js + routes/page.tsx",
    ],
  ],
  [
    "one parameter twice on a path, whatever the case",
    ["[id]/(g)/[ID=int]/page.tsx"],
    ["duplicate-parameter @ routes/[id]/(g)/[ID=int] + routes/[id]"],
  ],
  [
    "folders below a rest, once each",
    ["[...p]/page.tsx", "[...p]/a/page.tsx", "[...p]/a/b/page.tsx", "[...p]/(g)/[x]/page.tsx"],
    [
      "rest-not-last @ routes/[...p]/a + routes/[...p]",
      "rest-not-last @ routes/[...p]/(g)/[x] + routes/[...p]",
    ],
  ],
  ["a group below a rest", ["[...p]/(g)/page.tsx"], []],
  [
    "two names of one segment",
    ["Ab/page.tsx", "[x+41]b/page.tsx"],
    ["duplicate-folder @ routes/[x+41]b + routes/Ab"],
  ],
  ["a bad name with nothing special below", ["page.tsx", "@parts/Card.tsx"], []],
  [
    "problems at once, each once, also below a folder that is refused",
    ["@a/page.tsx", "@a/b/page.tsx", "@a/c/page.py", "[x/route.py"],
    [
      "parallel-route @ routes/@a",
      "handler-without-page @ routes/@a/c/page.py",
      "segment-brackets @ routes/[x",
    ],
  ],
])("%s", (_, files, problems) => {
  expect(problemsOf(...files)).toEqual(problems);
});

test("a folder with a problem is left out with all below it", () => {
  const { root } = treeOf("page.tsx", "@a/page.tsx", "@a/b/page.tsx");
  expect(root.children).toEqual([]);
});

test.each([
  ["Page.tsx", "page.tsx"],
  ["PAGE.JSX", "page.jsx"],
  ["pages.tsx", "page.tsx"],
  ["index.tsx", "page.tsx"],
  ["index.jsx", "page.jsx"],
  ["pgae.tsx", "page.tsx"],
  ["+page.tsx", "page.tsx"],
  ["notfound.tsx", "not-found.tsx"],
  ["not_found.jsx", "not-found.jsx"],
  ["404.tsx", "not-found.tsx"],
  ["Layout.tsx", "layout.tsx"],
  ["route.ts", "route.py"],
  ["routes.py", "route.py"],
  ["handler.py", "page.py or route.py"],
  ["handlers.py", "page.py or route.py"],
  ["Page.html", "page.html"],
])("%s is a near miss of %s", (file, meant) => {
  const { diagnostics } = treeOf("a/page.tsx", `b/${file}`);
  expect(diagnostics).toMatchObject([
    {
      code: "near-miss",
      severity: "warning",
      message: `${file} has no meaning here; did you mean ${meant}?`,
    },
  ]);
});

test.each([
  "Pager.tsx",
  "pages.ts",
  "errors.ts",
  "error.py",
  "models.py",
  "index.ts",
  "Router.tsx",
  "page.md",
  "page copy.tsx",
  "page.module.css",
  "page.tsx.swp",
  "4913",
])("%s is the user's own file", (file) => {
  expect(problemsOf("page.tsx", `b/${file}`)).toEqual([]);
});

test("beside the real file a near miss is the user's own", () => {
  expect(problemsOf("error.tsx", "page.tsx", "errors.tsx", "index.tsx")).toEqual([]);
});

test.each(["Page.tsx", "PAGE.jsx"])("%s beside page.tsx is not", (file) => {
  const { diagnostics } = treeOf("page.tsx", file);
  expect(diagnostics).toMatchObject([
    { code: "near-miss", at: { file: `routes/${file}` }, hint: expect.stringMatching(/^Remove it/) },
  ]);
});

test.each([
  ["{slug}", "[slug]"],
  ["$slug", "[slug]"],
  ["{...rest}", "[...rest]"],
])("the folder %s is a word that looks like the parameter %s", (name, meant) => {
  const { root, diagnostics } = treeOf("page.tsx", `${name}/page.tsx`);
  expect(root.children[0]?.segment).toEqual({ kind: "word", text: name });
  expect(diagnostics).toMatchObject([
    { code: "near-miss", severity: "warning", at: { file: `routes/${name}` } },
  ]);
  expect(diagnostics[0]?.message).toContain(`did you mean ${meant}?`);
});

test.each(["[x+7b]slug}", "[x+24]slug", "a{b}", "$"])("the folder %s is a word on purpose", (name) => {
  expect(treeOf("page.tsx", `${name}/page.tsx`).diagnostics).toEqual([]);
});
