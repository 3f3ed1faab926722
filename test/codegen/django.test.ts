import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { generatePackageFile } from "../../src/codegen/django/packageFile.js";
import { generateTemplates } from "../../src/codegen/django/templates.js";
import { generateRootUrls, generateUrls } from "../../src/codegen/django/urls.js";
import { generateViews } from "../../src/codegen/django/views.js";
import { buildModuleNames } from "../../src/project/moduleNames.js";
import { BUILTIN_CONVERTERS } from "../../src/router/converters.js";
import { buildTable } from "../../src/router/table.js";
import { buildTree } from "../../src/router/tree.js";

const paths = [
  "routes/layout.tsx",
  "routes/layout.py",
  "routes/page.tsx",
  "routes/not-found.tsx",
  "routes/error.tsx",
  "routes/books/layout.tsx",
  "routes/books/page.tsx",
  "routes/books/page.py",
  "routes/books/[slug]/page.tsx",
  "routes/books/[slug]/page.py",
  "routes/books/[slug]/not-found.tsx",
  "routes/(shop)/orders/[id=int]/lines/[[line=int]]/page.tsx",
  "routes/(shop)/orders/[id=int]/lines/[[line=int]]/page.py",
  "routes/docs/[...path]/page.tsx",
  "routes/a-quite-long-folder-name/with-another-long-one/and-a-third-one/[parameter]/page.tsx",
  "routes/a-quite-long-folder-name/with-another-long-one/and-a-third-one/[parameter]/page.py",
  'routes/it\'s "quoted"/page.tsx'.replaceAll('"', "“"),
  "routes/sitemap.xml/route.py",
  "routes/api/ping/route.py",
];

function build(trailingSlash: "always" | "never" = "always", from = paths) {
  const { root, diagnostics } = buildTree(from);
  const { table, diagnostics: problems } = buildTable(root, {
    converters: BUILTIN_CONVERTERS,
    trailingSlash,
  });
  expect([...diagnostics, ...problems].filter(({ severity }) => severity === "error")).toEqual([]);
  return { table, modules: buildModuleNames(root) };
}

describe("generated Django code", () => {
  let folder = "";
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function write(files: Record<string, string>): void {
    folder = mkdtempSync(join(tmpdir(), "djk-codegen-"));
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
  }

  function ruff(...args: string[]): string {
    const { stdout, stderr } = spawnSync(pythonForTests(), ["-m", "ruff", ...args], {
      cwd: folder,
      encoding: "utf8",
    });
    return stdout + stderr;
  }

  it.each(["always", "never"] as const)("is as ruff leaves it, with slashes %s", (trailingSlash) => {
    const { table, modules } = build(trailingSlash);
    write({
      "urls.py": generateUrls(table),
      "views.py": generateViews(table, modules),
      "root.py": generateRootUrls("mysite", "dev"),
      "root_build.py": generateRootUrls("mysite", "build"),
      "__init__.py": generatePackageFile(modules, "dev"),
    });
    expect(ruff("format", "--isolated", "--check", ".")).toContain("already formatted");
    expect(ruff("check", "--isolated", "--select", "E,F,W,I,UP,B", "--ignore", "E501", ".")).toContain(
      "passed",
    );
  });

  it("is valid for a site without routes", () => {
    const { table, modules } = build("always", []);
    write({ "urls.py": generateUrls(table), "views.py": generateViews(table, modules) });
    expect(ruff("format", "--isolated", "--check", ".")).toContain("already formatted");
    expect(ruff("check", "--isolated", "--select", "E,F,W,I", ".")).toContain("passed");
  });

  it("names each folder and points home", () => {
    const { table, modules } = build();
    const views = generateViews(table, modules);
    expect(views).toContain('# routes/books/[slug]\nbooks_p_slug = page(\n    "/books/[slug]",');
    expect(views).toContain('handler="routes.books.p_slug.page"');
    expect(views).toContain('branch=".djk/client/branches/books_p_slug.tsx"');
    expect(generateUrls(table)).toContain(
      '    # routes/books/[slug]\n    path("books/<slug>/", views.books_p_slug, name="books.slug"),\n',
    );
  });

  it("writes the templates of the user alone, and names them in the views", () => {
    const own = "routes/books/page.html";
    const { table, modules } = build("always", [...paths, own]);
    expect(generateTemplates(table, new Map([[own, "<p>mine</p>"]]))).toEqual([
      { path: "templates/djk_site/books.html", content: "<p>mine</p>" },
    ]);
    expect(generateViews(table, modules).match(/template=.*/g)).toEqual(['template="djk_site/books.html",']);
  });
});

function pythonForTests(): string {
  const python = process.env.DJK_TEST_PYTHON;
  if (python === undefined) throw new Error("DJK_TEST_PYTHON names no Python: run the tests with npm test");
  return python;
}
