import { describe, expect, test } from "vitest";
import { analyzeClient, formatAnalysis } from "../../src/build/analysis.js";
import { findBudgetProblems } from "../../src/build/budget.js";
import { buildReport, formatReport } from "../../src/build/report.js";
import type { Route, RouteTable } from "../../src/router/route.js";

const home: Route = {
  id: "/",
  kind: "page",
  name: "home",
  symbol: "home",
  dir: "routes",
  files: { page: "routes/page.tsx" },
  params: [],
  lineage: [],
};
const feed: Route = {
  ...home,
  id: "/feed",
  kind: "endpoint",
  symbol: "feed",
  dir: "routes/feed",
  files: { route: "routes/feed/route.py" },
};
const ping: Route = {
  ...feed,
  id: "/ping",
  symbol: "ping",
  dir: "routes/ping",
  files: { route: "routes/ping/route.py" },
};
const lost: Route = {
  ...home,
  id: "/books#not-found",
  kind: "notFound",
  symbol: "lost",
  dir: "routes/books",
};

const table: RouteTable = {
  routes: [home, feed, ping],
  notFound: [lost],
  rows: [
    { route: "/", parts: [], bare: false },
    { route: "/feed", parts: [{ kind: "word", text: "feed" }], bare: false },
    { route: "/ping", parts: [{ kind: "word", text: "ping" }], bare: false },
  ],
  notFoundRows: [{ route: "/books#not-found", parts: [{ kind: "word", text: "books" }], bare: false }],
  converters: [],
  trailingSlash: "always",
};

const manifest = {
  ".djk/client/entry.tsx": { file: "entry.js", imports: ["_vendor.js"] },
  ".djk/client/branches/home.tsx": {
    file: "home.js",
    imports: ["_vendor.js"],
    dynamicImports: ["chart.tsx"],
    css: ["home.css"],
  },
  ".djk/client/branches/lost.tsx": { file: "lost.js" },
  "_vendor.js": { file: "vendor.js" },
  "chart.tsx": { file: "chart.js" },
};
const sizes = { "entry.js": 1000, "home.js": 2000, "vendor.js": 100_000, "home.css": 340, "lost.js": 20 };
const sizeOf = (file: string) => sizes[file as keyof typeof sizes] ?? 20;
const contents = new Map([
  ["vendor.js", ["react-dom", "react-router", "react", "scheduler"].map((name) => ({ name, bytes: 9000 }))],
  ["home.js", [{ name: "routes/page.tsx", bytes: 4100 }]],
  ["chart.js", Array.from({ length: 12 }, (_, i) => ({ name: `part${i}`, bytes: 100 }))],
]);

test("the first load of a page counts the entry, its branch and what both import once", () => {
  const rows = buildReport({
    table,
    manifest,
    sizeOf,
    verbs: new Map([["routes/ping/route.py", ["get", "post"]]]),
  });
  expect(formatReport(rows)).toBe(
    `
kind       methods   url             js     css  source
page       GET       /         103.0 kB  0.3 kB  routes
endpoint   view      /feed/                      routes/feed
endpoint   GET POST  /ping/                      routes/ping
not found  GET       /books/…  101.0 kB  0.0 kB  routes/books
`.trim(),
  );
});

describe("the budget", () => {
  function find(js: number, css: number) {
    return findBudgetProblems({ table, manifest, contents, sizeOf, budget: { js, css } });
  }

  test("is kept by pages that weigh as much or less", () => {
    expect(find(103, 0.34)).toEqual([]);
  });

  test("that pages exceed is one warning: the heaviest page, what it weighs, what is in it, what to do", () => {
    expect(find(101, 50)).toEqual([
      {
        code: "build-budget",
        severity: "warning",
        message: "the first load of / is 103.0 kB of JavaScript, and the budget is 101 kB",
        at: { file: "routes/page.tsx" },
        detail:
          " 100.0 kB  vendor.js: react-dom, react-router, react\n   2.0 kB  home.js: routes/page.tsx\n   1.0 kB  entry.js\nalso: /books/… 101.0 kB",
        hint: expect.stringContaining("import()"),
      },
    ]);
  });

  test("for CSS is one of its own", () => {
    expect(find(200, 0.1).map(({ message }) => message)).toEqual([
      "the first load of / is 0.3 kB of CSS, and the budget is 0.1 kB",
    ]);
  });
});

test("the analysis has each file with its pages and its parts, the largest first", () => {
  const paths = ["entry.js", "home.css", "home.js", "vendor.js", "chart.js", "cover.svg"];
  const text = formatAnalysis(analyzeClient({ table, manifest, contents, sizeOf, paths }));
  expect(text).toBe(`vendor.js  100.0 kB gzip  / /books/…
      9.0 kB  react-dom
      9.0 kB  react-router
      9.0 kB  react
      9.0 kB  scheduler

home.js  2.0 kB gzip  /
      4.1 kB  routes/page.tsx

entry.js  1.0 kB gzip  / /books/…

home.css  0.3 kB gzip  /

chart.js  0.0 kB gzip  loaded later, when it is needed
${Array.from({ length: 10 }, (_, i) => `      0.1 kB  part${i}`).join("\n")}
      0.2 kB  2 more`);
});
