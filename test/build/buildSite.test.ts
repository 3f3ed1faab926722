import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { SiteBuild } from "../../src/build/buildSite.js";
import { type Diagnostic, ProjectError } from "../../src/diagnostics/diagnostic.js";
import { buildHere } from "./buildHere.js";
import { listTree, makeFolder } from "./folder.js";
import { shopSources as sources, writeShop } from "./shop.js";

const execute = promisify(execFile);
const repository = join(import.meta.dirname, "../..");
const python = process.env.DJK_TEST_PYTHON ?? "";

const folders: string[] = [];

async function makeSite(change: Record<string, string> = {}): Promise<string> {
  const site = await mkdtemp(join(tmpdir(), "djk-build-"));
  folders.push(site);
  await writeShop(site, change);
  return site;
}

async function refuse(change: Record<string, string>): Promise<Diagnostic[]> {
  const error = await buildHere(await makeSite(change)).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ProjectError);
  return (error as ProjectError).diagnostics;
}

let site: string;
let built: SiteBuild;

beforeAll(async () => {
  vi.stubEnv("PYTHONPATH", join(repository, "python/src"));
  site = await makeSite();
  built = await buildHere(site);
}, 60_000);

afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
});

describe("dist/", () => {
  test("is a Django project with the site's packages, and its handlers under names that Python imports", async () => {
    const files = await listTree(join(site, "dist"));
    expect(files).toEqual(
      expect.arrayContaining([
        "manage.py",
        "manifest.json",
        "requirements.txt",
        "djk/views.py",
        "djk_site/settings.py",
        "shop/urls.py",
        "prices.py",
        "stock.py",
        "public/robots.txt",
        "routes/books/p_slug/page.py",
        "routes/books/p_slug/_price.py",
        "routes/api/ping/route.py",
        "static/shop/print.css.br",
        "static/client/own.css.br",
      ]),
    );
    expect(files.filter((path) => /\.(tsx?|pyc)$|^node_modules|^\.djk/.test(path))).toEqual([]);
    expect(files.filter((path) => path.startsWith("static/") && /\.(py|map)$/.test(path))).toEqual([]);
  });

  test("answers from anywhere with Python alone", async () => {
    const folder = await mkdtemp(join(tmpdir(), "djk-moved-"));
    folders.push(folder);
    await cp(join(site, "dist"), join(folder, "app"), { recursive: true });
    const code = `
import django
django.setup()
from django.test import Client
client = Client(headers={"host": "example.com"})
page = client.get("/books/dune/", secure=True)
print(page.status_code, "3 \\u20ac" in page.content.decode(), "page_books_p_slug" in page.content.decode())
print(client.get("/nope/", secure=True).status_code, client.post("/api/ping/", secure=True).status_code)
`;
    const others = await makeFolder({
      "routes/__init__.py": "raise ImportError('not the routes of the site')",
    });
    folders.push(others);
    const env = {
      PATH: process.env.PATH,
      PYTHONPATH: others,
      DJANGO_SETTINGS_MODULE: "djk_site.settings",
      SECRET_KEY: "x".repeat(60),
      ALLOWED_HOSTS: "example.com",
      PYTHONIOENCODING: "utf-8",
    };
    const { stdout } = await execute(python, ["-c", code], { cwd: join(folder, "app"), env });
    expect(stdout.trim().split("\n")).toEqual(["200 True True", "404 204"]);
  });

  test("has every file that its manifest names", async () => {
    const dist = join(site, "dist");
    const manifest = JSON.parse(await readFile(join(dist, "manifest.json"), "utf8"));
    const files = await listTree(join(dist, "static"));
    expect(manifest.build).toBe(built.build);
    expect(files).toContain(manifest.table);
    for (const { file } of Object.values<{ file: string }>(manifest.files))
      expect(files).toContain(manifest.base + file);
  });

  test("pins what serves it, without djk itself", async () => {
    const requirements = (await readFile(join(site, "dist/requirements.txt"), "utf8")).trim().split("\n");
    expect(requirements.map((line) => line.replace(/==[\w.]+$/, "").toLowerCase())).toEqual(
      expect.arrayContaining(["asgiref", "django", "gunicorn", "sqlparse", "whitenoise"]),
    );
    expect(
      requirements.filter((line) => !/^[\w.-]+==[\w.]+$/.test(line) || line.startsWith("djk==")),
    ).toEqual([]);
  });

  test("is reported with one row per route", () => {
    const rows = built.rows.map(({ kind, methods, pattern, dir }) => [kind, methods.join(" "), pattern, dir]);
    expect(rows).toEqual([
      ["endpoint", "GET POST", "/api/ping/", "routes/api/ping"],
      ["page", "GET", "/books/<slug>/", "routes/books/[slug]"],
      ["page", "GET", "/", "routes"],
      ["notFound", "GET", "/…", "routes"],
    ]);
    const home = built.rows.find((row) => row.pattern === "/");
    expect(home?.js).toBeGreaterThan(50_000);
    expect(home?.css).toBeGreaterThan(0);
  });
});

test("a settings module may say where static files lie: the client is built for that", async () => {
  const settings = 'STATIC_URL = "https://cdn.example/assets/"\n';
  const elsewhere = await makeSite({ "shop/settings.py": settings });
  await buildHere(elsewhere);
  const manifest = JSON.parse(await readFile(join(elsewhere, "dist/manifest.json"), "utf8"));
  const table = JSON.parse(await readFile(join(elsewhere, "dist/static", manifest.table), "utf8"));
  expect(table.base).toBe("https://cdn.example/assets/client/");
}, 60_000);

describe("a site that cannot be built", () => {
  test("keeps its former build whole", async () => {
    const page = join(site, "routes/books/[slug]/page.py");
    const former = await listTree(join(site, "dist"));
    await writeFile(page, "def get(request, slug)\n");
    try {
      await expect(buildHere(site)).rejects.toThrow(ProjectError);
    } finally {
      await writeFile(page, sources["routes/books/[slug]/page.py"]);
    }
    expect(await listTree(join(site, "dist"))).toEqual(former);
    expect((await listTree(join(site, ".djk"))).filter((path) => path.startsWith("build/"))).toEqual([]);
  });

  test("names a package that is not installed", async () => {
    const pyproject = '[project]\nname = "shop"\nversion = "1"\ndependencies = ["no-such-package>=1"]\n';
    const problems = await refuse({ "pyproject.toml": pyproject });
    expect(problems).toMatchObject([{ code: "build-requirement", at: { file: "pyproject.toml" } }]);
    expect(problems[0]?.message).toContain("no-such-package");
  });

  test("says what Django's check says in the build", async () => {
    const check = `from django.core.checks import Error, register


@register()
def check_prices(app_configs, **kwargs):
    return [Error("prices are missing", id="shop.E001")]
`;
    const [problem] = await refuse({ "shop/__init__.py": check });
    expect(problem?.code).toBe("build-check");
    expect(problem?.hint).toContain("(shop.E001) prices are missing");
  });

  test("says which static file is missing", async () => {
    const [problem] = await refuse({ "shop/static/shop/print.css": 'p { background: url("paper.png") }\n' });
    expect(problem?.code).toBe("build-static");
    expect(problem?.hint).toContain("shop/paper.png");
  });

  test("says what is wrong with its handlers and its components at once", async () => {
    const problems = await refuse({
      "routes/books/[slug]/page.py": "def get(request, slug)\n",
      "routes/page.tsx": "export default function Home( { return null }\n",
    });
    expect(problems.map(({ code, at }) => [code, at?.file])).toEqual([
      ["handler-syntax", "routes/books/[slug]/page.py"],
      ["client-build", "routes/page.tsx"],
    ]);
  });

  test("has settings of its own", async () => {
    const toml = '[site]\npackage = "shop"\nsettings = "shop.settings"\n';
    expect(await refuse({ "djk.toml": toml })).toMatchObject([{ code: "build-own-settings" }]);
  });
}, 60_000);
