import { mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { BuildManifest } from "../../src/build/manifest.js";
import { type Diagnostic, ProjectError } from "../../src/diagnostics/diagnostic.js";
import { buildHere } from "./buildHere.js";
import { listTree, makeFolder } from "./folder.js";
import { writeRoutes } from "./shop.js";

const repository = join(import.meta.dirname, "../..");

vi.setConfig({ testTimeout: 120_000 });

let site: string;

beforeAll(() => {
  vi.stubEnv("PYTHONPATH", join(repository, "python/src"));
});

afterAll(() => {
  vi.unstubAllEnvs();
});

beforeEach(async () => {
  site = await mkdtemp(join(tmpdir(), "djk-edge-"));
});

afterEach(async () => {
  await rm(site, { recursive: true });
});

const page = "export default function Page() {\n  return <h1>Page</h1>;\n}\n";
const endpoint = "def get(request):\n    return {}\n";

async function readManifest(): Promise<BuildManifest> {
  return JSON.parse(await readFile(join(site, "dist/manifest.json"), "utf8"));
}

async function refuse(): Promise<Diagnostic[]> {
  const error = await buildHere(site).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ProjectError);
  return (error as ProjectError).diagnostics;
}

test("a site without any route is built, with one warning", async () => {
  await writeRoutes(site, {});
  await mkdir(join(site, "routes"));
  const { rows, warnings } = await buildHere(site);
  expect(rows).toEqual([]);
  expect(warnings.map(({ code }) => code)).toEqual(["no-routes"]);
});

test("a site of endpoints alone is built, with a client that nobody loads", async () => {
  await writeRoutes(site, { "api/route.py": endpoint });
  const { rows, warnings } = await buildHere(site);
  expect(rows).toMatchObject([{ kind: "endpoint", pattern: "/api/", js: null, css: null }]);
  expect(warnings).toEqual([]);
  expect(await listTree(join(site, "dist/routes"))).toContain("api/route.py");
});

test("a page without any CSS has none, and an empty public/ is there", async () => {
  await writeRoutes(site, { "page.tsx": page });
  await rm(join(site, "public/robots.txt"));
  const { rows } = await buildHere(site);
  expect(rows).toMatchObject([{ kind: "page", css: 0 }]);
  expect(Object.values((await readManifest()).files).flatMap(({ css }) => css ?? [])).toEqual([]);
  expect(await listTree(join(site, "dist/public"))).toEqual([]);
});

test("pages whose folders are not ASCII, or differ only in case, are pages of their own", async () => {
  const folders = ["über-uns", "日本語", "News", "news", "(Gruppe)/наши", "a_b", "a-b"];
  await writeRoutes(
    site,
    Object.fromEntries(
      folders.flatMap((name) => [
        [`${name}/page.tsx`, page],
        [`${name}/page.py`, endpoint],
      ]),
    ),
  );
  const { rows } = await buildHere(site);
  expect(rows.map(({ dir }) => dir).sort()).toEqual(folders.map((name) => `routes/${name}`).sort());
  const { files } = await readManifest();
  const branches = Object.keys(files).filter((key) => key.startsWith(".djk/client/branches/"));
  expect(new Set(branches.map((path) => path.toLowerCase())).size).toBe(folders.length);
  for (const folder of [".djk/django", "dist/djk_site", "dist/static"]) {
    const paths = (await listTree(join(site, folder))).map((path) => path.toLowerCase());
    expect(new Set(paths).size, folder).toBe(paths.length);
  }
  for (const path of await listTree(join(site, "dist/static/client"))) expect(path).toMatch(/^[\w.-]+$/);
});

test("a page in a folder with the longest possible name is built", async () => {
  const name = "a".repeat(255);
  await writeRoutes(site, { [`${name}/page.tsx`]: page, [`${name}/page.py`]: endpoint });
  const { rows } = await buildHere(site);
  expect(rows).toMatchObject([{ pattern: `/${name}/` }]);
  expect(await listTree(join(site, "dist/routes"))).toContain(`${name}/page.py`);
});

test("a folder whose name is too long when Python can import it is one problem", async () => {
  const name = "ü".repeat(127);
  await writeRoutes(site, { [`${name}/page.tsx`]: page, [`${name}/page.py`]: endpoint });
  expect(await refuse()).toMatchObject([
    { code: "file-access", message: expect.stringContaining("the name is too long") },
  ]);
});

test("a page, a handler and a component that are links are what they lead to", async () => {
  await writeRoutes(site, {
    "page.tsx": 'import { text } from "@/components/shared";\nexport default () => text;\n',
    "news/_data/list.json": "[]",
  });
  const elsewhere = await makeFolder({
    "page.tsx": page,
    "page.py": endpoint,
    "shared.ts": 'export const text = "from a link";\n',
  });
  try {
    await mkdir(join(site, "components"));
    await symlink(join(elsewhere, "shared.ts"), join(site, "components/shared.ts"));
    for (const name of ["page.tsx", "page.py"])
      await symlink(join(elsewhere, name), join(site, "routes/news", name));
    const { rows } = await buildHere(site);
    expect(rows.map(({ pattern }) => pattern).sort()).toEqual(["/", "/news/"]);
    expect(await listTree(join(site, "dist/routes"))).toEqual(
      expect.arrayContaining(["news/page.py", "news/_data/list.json"]),
    );
  } finally {
    await rm(elsewhere, { recursive: true });
  }
});

test("five hundred pages have five hundred branches and one vendor", async () => {
  const names = Array.from({ length: 500 }, (_, i) => `page${i}`);
  await writeRoutes(site, Object.fromEntries(names.map((name) => [`${name}/page.tsx`, page])));
  const { rows } = await buildHere(site);
  expect(rows).toHaveLength(500);
  const { files } = await readManifest();
  expect(Object.keys(files).filter((key) => key.startsWith(".djk/client/branches/"))).toHaveLength(500);
  expect(Object.values(files).filter(({ file }) => file.startsWith("vendor-"))).toHaveLength(1);
});
