import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateManage } from "../../src/codegen/django/manage.js";
import type { GeneratedFile } from "../../src/codegen/generatedFile.js";
import { writeFiles } from "../../src/files/writeFiles.js";
import { inspectSite } from "../../src/inspect/inspectSite.js";
import { generateSite, ownedFolders } from "../../src/project/generateProject.js";
import { loadProject } from "../../src/project/loadProject.js";
import { typesFolder, writeSiteTypes } from "../../src/project/siteTypes.js";
import { buildSiteFiles, scanTemplate } from "../../src/scaffold/template.js";

const root = join(import.meta.dirname, "../..");
const python = process.env.DJK_TEST_PYTHON ?? "";

let site: string;
let template: GeneratedFile[];
let files: GeneratedFile[];

beforeAll(async () => {
  site = mkdtempSync(join(tmpdir(), "djk-template-"));
  template = await scanTemplate(join(root, "templates/project"));
  files = buildSiteFiles(template, { site: "bookshop", djkSpec: 'file:/tmp/odd "folder"/djk.tgz' });
  await writeFiles(site, files, []);
});
afterAll(() => rmSync(site, { recursive: true, force: true }));

function contentOf(path: string): string {
  return files.find((file) => file.path === path)?.content ?? "";
}

describe("the files of a new site", () => {
  it("hold no token any more, and every token of a template has a meaning", () => {
    const tokens = new Set(
      template.flatMap(({ path, content }) => (path + content).match(/__[a-z]+(_[a-z]+)*__/g) ?? []),
    );
    expect([...tokens].sort()).toEqual(["__djk_spec__", "__init__", "__pycache__", "__site__", "__str__"]);
    for (const { path, content } of files) expect(path + content).not.toMatch(/__site__|__djk_spec__/);
  });

  it("are where they belong", () => {
    const paths = files.map((file) => file.path);
    expect(paths).toEqual(
      expect.arrayContaining([
        ".gitignore",
        ".vscode/settings.json",
        "bookshop/migrations/0001_initial.py",
        "bookshop/models.py",
        "djk.toml",
        "manage.py",
        "public/robots.txt",
        "routes/api/time/route.py",
        "routes/notes/[slug=slug]/page.py",
        "routes/page.tsx",
      ]),
    );
    expect(paths).not.toContain("_gitignore");
  });

  it("ask for djk as told, whatever characters that holds", () => {
    expect(JSON.parse(contentOf("package.json"))).toMatchObject({
      name: "bookshop",
      dependencies: { djk: 'file:/tmp/odd "folder"/djk.tgz' },
    });
  });

  it("have the site's name where a template says so", () => {
    expect(contentOf("README.md")).toMatch(/^# bookshop\n/);
    expect(contentOf("README.md")).toContain("| `bookshop/` |");
    expect(contentOf("pyproject.toml")).toContain('name = "bookshop"\n');
  });

  it("start Django by the manage.py that djk generates", () => {
    expect(contentOf("manage.py")).toBe(generateManage("dev"));
  });

  it("pass TypeScript's strict check with the types of their handlers, and a page with styles and assets", {
    timeout: 60_000,
  }, async () => {
    cpSync(join(root, "test/e2e/site/routes/lab/styled"), join(site, "routes/styled"), { recursive: true });
    const { inspection, types } = await writeTypes();
    expect(inspection.diagnostics).toEqual([]);
    const modules = join(site, "node_modules");
    const typed = join(modules, "djk");
    mkdirSync(typed, { recursive: true });
    mkdirSync(join(modules, "@types"));
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    execFileSync(process.execPath, [tsc, "-p", root, "--outDir", join(typed, "lib"), "--noCheck"]);
    for (const name of ["package.json", "client.d.ts"]) symlinkSync(join(root, name), join(typed, name));
    for (const name of ["react", "react-dom", "react-router", "vite", "@types/react", "@types/react-dom"])
      symlinkSync(join(root, "node_modules", name), join(modules, name));
    const check = () => run(process.execPath, [tsc, "-p", site, "--preserveSymlinks"]);
    expect(check()).toBe("");

    const notes = join(types, "notes/$types.ts");
    writeFileSync(notes, readFileSync(notes, "utf8").replace("title: string", "headline: string"));
    expect(check()).toMatch(
      /^routes\/notes\/page\.tsx\(\d+,\d+\): error TS2339: Property 'title' does not exist/,
    );
  });

  it("pass Django's checks, with migrations that match the models and three notes", {
    timeout: 60_000,
  }, () => {
    const settings = `
SECRET_KEY = "x"
INSTALLED_APPS = [
    "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes",
    "django.contrib.sessions", "django.contrib.messages", "bookshop",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"context_processors": [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]}}]
AUTH_USER_MODEL = "bookshop.User"
ROOT_URLCONF = "bookshop.urls"
USE_TZ = True
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
`;
    const folder = join(site, ".djk/django");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "plain_settings.py"), settings);
    const script = `
import django
django.setup()
from django.core.management import call_command
call_command("check", fail_level="WARNING")
call_command("makemigrations", check=True, dry_run=True)
call_command("migrate", verbosity=0)
from bookshop.models import Note
print([note.slug for note in Note.objects.all()])
call_command("migrate", "bookshop", "0001", verbosity=0)
print(Note.objects.count())
`;
    const env = { ...process.env, DJANGO_SETTINGS_MODULE: "plain_settings", PYTHONPATH: `${site}:${folder}` };
    expect(run(python, ["-c", script], env)).toBe(`System check identified no issues (0 silenced).
No changes detected
['folders-are-urls', 'data-comes-from-python', 'it-is-still-django']
0
`);
  });

  it("are Python as ruff would write it", () => {
    expect(run(python, ["-m", "ruff", "format", "--check", "--quiet", site])).toBe("");
    expect(run(python, ["-m", "ruff", "check", "--quiet", "--select", "E4,E7,E9,F,I,UP,B", site])).toBe("");
  });
});

describe("the stylesheet", () => {
  const css = readFileSync(join(root, "templates/project/routes/site.css"), "utf8");
  const schemes = [...css.matchAll(/:root \{([^}]*)\}/g)].map((block) => readColours(block[1] ?? ""));

  it.each([
    ["light", 0],
    ["dark", 1],
  ])("has readable text in its %s colours (WCAG AA, 4.5 to 1)", (_, index) => {
    const colours = schemes[index] ?? {};
    for (const surface of ["paper", "sheet"])
      for (const text of ["ink", "quiet", "accent"])
        expect(contrast(colours[text], colours[surface]), `${text} on ${surface}`).toBeGreaterThan(4.5);
    expect(contrast(colours["on-accent"], colours.accent)).toBeGreaterThan(4.5);
  });
});

function readColours(block: string): Record<string, string> {
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((found) => [found[1], found[2]]),
  );
}

/** Contrast ratio of two colours, by WCAG 2.2. */
function contrast(one = "", other = ""): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Writes `.djk/` as `djk setup` does, with the types that the site's Python says. */
async function writeTypes() {
  const project = await loadProject(site, async () => []);
  await writeFiles(site, generateSite(project), ownedFolders);
  const env = { DJK_ENV: "dev", PYTHONPATH: join(root, "python/src") };
  const inspection = await inspectSite(site, { path: python }, [], env);
  await writeSiteTypes(site, project.table, inspection);
  return { inspection, types: join(site, typesFolder, "routes") };
}

/** What a command prints; all of it, also where it fails. */
function run(command: string, args: string[], env: NodeJS.ProcessEnv = process.env): string {
  try {
    return execFileSync(command, args, {
      encoding: "utf8",
      cwd: site,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return stdout + stderr;
  }
}
