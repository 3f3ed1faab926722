import type { Manifest } from "vite";
import { describe, expect, test } from "vitest";
import { buildRelease, listEntries, listStylesheets, walkImports } from "../../src/build/manifest.js";
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
const ping: Route = {
  ...home,
  id: "/ping",
  kind: "endpoint",
  name: "ping",
  symbol: "ping",
  dir: "routes/ping",
};
const lost: Route = { ...home, id: "/#not-found", kind: "notFound", name: "", symbol: "not_found" };

const table: RouteTable = {
  routes: [home, ping],
  notFound: [lost],
  rows: [
    { route: "/", parts: [], bare: false },
    { route: "/ping", parts: [{ kind: "word", text: "ping" }], bare: false },
  ],
  notFoundRows: [{ route: "/#not-found", parts: [], bare: false }],
  converters: [],
  trailingSlash: "always",
};

const manifest: Manifest = {
  ".djk/client/entry.tsx": { file: "entry-1.js", isEntry: true, imports: ["_vendor.js"] },
  ".djk/client/branches/home.tsx": {
    file: "home-1.js",
    isEntry: true,
    imports: ["_layout.js", "_vendor.js"],
    dynamicImports: ["components/Chart.tsx"],
    css: ["home-1.css"],
  },
  ".djk/client/branches/not_found.tsx": { file: "not_found-1.js", isEntry: true },
  "_layout.js": { file: "layout-1.js", imports: ["_vendor.js", "_theme.js"], css: ["layout-1.css"] },
  "_theme.js": { file: "theme-1.js", imports: ["_layout.js"], css: ["theme-1.css", "layout-1.css"] },
  "_vendor.js": { file: "vendor-1.js" },
  "components/Chart.tsx": { file: "Chart-1.js", isDynamicEntry: true, css: ["Chart-1.css"] },
};

const files = [{ path: "entry-1.js", content: "1" }];

function build(change: Partial<Parameters<typeof buildRelease>[0]> = {}) {
  return buildRelease({ table, files, manifest, base: "/static/client/", server: "wsgi", ...change });
}

describe("the manifest", () => {
  test("imports are walked dependencies first, each once, through cycles, never into dynamic imports", () => {
    expect(walkImports(manifest, ".djk/client/branches/home.tsx")).toEqual([
      "_vendor.js",
      "_theme.js",
      "_layout.js",
      ".djk/client/branches/home.tsx",
    ]);
  });

  test("stylesheets cascade from what is imported to what imports it", () => {
    expect(listStylesheets(manifest, ".djk/client/branches/home.tsx")).toEqual([
      "theme-1.css",
      "layout-1.css",
      "home-1.css",
    ]);
  });

  test("every page and boundary is an entry, an endpoint is none", () => {
    expect(Object.values(listEntries(table))).toEqual([
      ".djk/client/entry.tsx",
      ".djk/client/branches/home.tsx",
      ".djk/client/branches/not_found.tsx",
    ]);
  });

  test("a route whose symbol is entry does not replace the client entry", () => {
    const entry = { ...home, id: "/entry", symbol: "entry" };
    expect(Object.keys(listEntries({ ...table, routes: [home, entry] }))).toHaveLength(4);
  });
});

describe("a release", () => {
  test("its table names the branch of each page with its stylesheets", () => {
    const written = JSON.parse(String(build().table.content));
    expect(written).toMatchObject({
      version: 1,
      build: build().manifest.build,
      base: "/static/client/",
      rows: [
        ["", "/"],
        ["ping", "/ping"],
      ],
    });
    expect(written.branches).toEqual({
      "/": ["home-1.js", "theme-1.css", "layout-1.css", "home-1.css"],
      "/#not-found": ["not_found-1.js"],
    });
  });

  test("its manifest names the table below the static URL", () => {
    const { table: asset, manifest: written } = build();
    expect(asset.path).toMatch(/^table-[0-9a-f]{12}\.json$/);
    expect(written.table).toBe(`client/${asset.path}`);
    expect(written).toMatchObject({
      version: 1,
      base: "client/",
      entry: ".djk/client/entry.tsx",
      server: "wsgi",
    });
  });

  test("the same sources give the same id and bytes", () => {
    expect(build()).toEqual(build());
  });

  test.each([
    ["a client file", { files: [{ path: "entry-1.js", content: "2" }] }],
    ["the name of a client file", { files: [{ path: "entry-2.js", content: "1" }] }],
    ["an endpoint that a link may lead to", { table: { ...table, rows: table.rows.slice(0, 1) } }],
  ])("another id when this changes: %s", (_, change) => {
    expect(build(change).manifest.build).not.toBe(build().manifest.build);
  });

  test("a branch that was not built is our error, named", () => {
    expect(() => build({ manifest: {} })).toThrow(/branches\/home\.tsx/);
  });
});
