import { expect, test } from "vitest";
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

test("the first load of a page counts the entry, its branch and what both import once", () => {
  const rows = buildReport({
    table,
    manifest: {
      ".djk/client/entry.tsx": { file: "entry.js", imports: ["_vendor.js"] },
      ".djk/client/branches/home.tsx": { file: "home.js", imports: ["_vendor.js"], css: ["home.css"] },
      ".djk/client/branches/lost.tsx": { file: "lost.js" },
      "_vendor.js": { file: "vendor.js" },
    },
    sizeOf: (file) =>
      ({ "entry.js": 1000, "home.js": 2000, "vendor.js": 100_000, "home.css": 340 })[file] ?? 50,
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
