import { mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { copyModule, copyRoutes, copyTree } from "../../src/build/copyTree.js";
import { listTree, makeFolder } from "./folder.js";

let stage: string;
const folders: string[] = [];

beforeEach(async () => {
  stage = await mkdtemp(join(tmpdir(), "djk-stage-"));
  folders.push(stage);
});

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
});

async function makeSite(files: string[]): Promise<string> {
  const site = await makeFolder(Object.fromEntries(files.map((path) => [path, path])));
  folders.push(site);
  return site;
}

test("handlers, their helpers and data get names that Python imports; what the browser runs stays out", async () => {
  const site = await makeSite([
    "routes/page.tsx",
    "routes/page.py",
    "routes/site.css",
    "routes/_shared/queries.py",
    "routes/_shared/__init__.py",
    "routes/_shared/Chart.tsx",
    "routes/_helpers.py",
    "routes/page_test.py",
    "routes/test_page.py",
    "routes/page.test.tsx",
    "routes/__pycache__/page.cpython-313.pyc",
    "routes/.hidden.py",
    "routes/books/[slug]/page.py",
    "routes/books/[slug]/page.html",
    "routes/books/[slug]/data/cities.json",
    "routes/books/[slug]/data/load.py",
    "routes/books/Cover.jsx",
    "routes/(shop)/cart/page.py",
  ]);
  const modules = new Map([
    ["routes", "routes"],
    ["routes/books", "routes.books"],
    ["routes/books/[slug]", "routes.books.p_slug"],
    ["routes/(shop)", "routes.g_shop"],
    ["routes/(shop)/cart", "routes.g_shop.cart"],
  ]);
  await copyRoutes(site, stage, modules);
  expect(await listTree(stage)).toEqual([
    "routes/__init__.py",
    "routes/_helpers.py",
    "routes/_shared/__init__.py",
    "routes/_shared/queries.py",
    "routes/books/p_slug/data/cities.json",
    "routes/books/p_slug/data/load.py",
    "routes/books/p_slug/page.html",
    "routes/books/p_slug/page.py",
    "routes/g_shop/cart/page.py",
    "routes/page.py",
  ]);
});

test("a folder of routes keeps its own __init__.py, and one without Python is not made", async () => {
  const site = await makeSite(["routes/__init__.py", "routes/page.py", "routes/about/page.tsx"]);
  const modules = new Map([
    ["routes", "routes"],
    ["routes/about", "routes.about"],
  ]);
  await copyRoutes(site, stage, modules);
  expect(await listTree(stage)).toEqual(["routes/__init__.py", "routes/page.py"]);
  expect(await readFile(join(stage, "routes/__init__.py"), "utf8")).toBe("routes/__init__.py");
});

test("a package keeps everything but caches and hidden files", async () => {
  const site = await makeSite([
    "mysite/__init__.py",
    "mysite/templates/mysite/mail.html",
    "mysite/migrations/0001_initial.py",
    "mysite/static/mysite/map.js",
    "mysite/__pycache__/models.cpython-313.pyc",
    "mysite/.DS_Store",
  ]);
  await copyModule({ name: "mysite", path: join(site, "mysite") }, stage);
  expect(await listTree(stage)).toEqual([
    "mysite/__init__.py",
    "mysite/migrations/0001_initial.py",
    "mysite/static/mysite/map.js",
    "mysite/templates/mysite/mail.html",
  ]);
});

test("a module that is one file is copied beside manage.py", async () => {
  const site = await makeSite(["pricing.py"]);
  await copyModule({ name: "pricing", path: join(site, "pricing.py") }, stage);
  expect(await listTree(stage)).toEqual(["pricing.py"]);
});

test("links are followed, links to nothing left out", async () => {
  const site = await makeSite(["public/robots.txt", "shared/logo.svg"]);
  await symlink(join(site, "shared"), join(site, "public", "shared"));
  await symlink(join(site, "absent"), join(site, "public", "broken"));
  await copyTree(join(site, "public"), stage, () => true);
  expect(await listTree(stage)).toEqual(["robots.txt", "shared/logo.svg"]);
});

test("what a link outside the tree leads to is copied, so that the copy stands alone", async () => {
  const site = await makeSite(["public/robots.txt"]);
  const shared = await makeSite(["logo.svg"]);
  await symlink(shared, join(site, "public", "shared"));
  await copyTree(join(site, "public"), stage, () => true);
  await rm(shared, { recursive: true });
  folders.splice(folders.indexOf(shared), 1);
  expect(await readFile(join(stage, "shared/logo.svg"), "utf8")).toBe("logo.svg");
});

test.each([
  ["its own folder", "."],
  ["a folder around it", ".."],
  ["itself through another link", "../other"],
])("a link to %s is refused instead of copied without end", async (_, target) => {
  const site = await makeSite(["public/deep/robots.txt", "public/last.txt"]);
  await symlink("deep", join(site, "public", "other"));
  await symlink(target, join(site, "public", "deep", "loop"));
  await expect(copyTree(join(site, "public"), stage, () => true)).rejects.toMatchObject({
    diagnostics: [{ code: "link-cycle", message: expect.stringMatching(/loop leads to .*public/) }],
  });
});

test("a link to what holds the build is refused, also where the build is reached through a link", async () => {
  const site = await makeSite(["public/robots.txt"]);
  const entry = await mkdtemp(join(tmpdir(), "djk-entry-"));
  folders.push(entry);
  await symlink(site, join(entry, "site"));
  await symlink(site, join(site, "public", "all"));
  const copy = copyTree(join(site, "public"), join(entry, "site/.djk/build/next/public"), () => true);
  await expect(copy).rejects.toMatchObject({ diagnostics: [{ code: "link-cycle" }] });
});

test("two links to one folder are two copies", async () => {
  const site = await makeSite(["public/a/logo.svg"]);
  await symlink("a", join(site, "public", "b"));
  await copyTree(join(site, "public"), stage, () => true);
  expect(await listTree(stage)).toEqual(["a/logo.svg", "b/logo.svg"]);
});
