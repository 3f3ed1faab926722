import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, inject, it } from "vitest";

const site = inject("site");

interface Outcome {
  code: number | null;
  output: string;
}

function djk(args: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): Outcome {
  const { status, stdout, stderr } = spawnSync(inject("djk"), args, {
    cwd: options.cwd ?? site,
    env: { ...process.env, ...options.env },
    encoding: "utf8",
  });
  return { code: status, output: stdout + stderr };
}

/** One diagnostic of that code, exit code 1, and no stack of ours or Python's. */
function expectProblem(outcome: Outcome, code: string, ...texts: (string | RegExp)[]): void {
  expect(outcome.output).toContain(`[${code}]`);
  for (const text of texts) expect(outcome.output).toMatch(text);
  expect(outcome.output).toMatch(/^1 error/m);
  expect(outcome.output).not.toMatch(/^\s+at .+\.js:\d+/m);
  expect(outcome.code).toBe(1);
}

describe("a mistake in the site gets one clear diagnostic", () => {
  const restores: (() => void)[] = [];
  afterEach(() => {
    for (const restore of restores.splice(0).reverse()) restore();
  });

  function add(path: string, content = ""): void {
    const target = join(site, path);
    const made = mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
    restores.push(() => rmSync(made ?? target, { recursive: true, force: true }));
  }

  function edit(path: string, change: (text: string) => string): void {
    const target = join(site, path);
    const before = readFileSync(target, "utf8");
    writeFileSync(target, change(before));
    restores.push(() => writeFileSync(target, before));
  }

  const component = "export default () => null;\n";

  it("malformed TOML", () => {
    edit("djk.toml", (text) => `${text}\n[site\n`);
    expectProblem(djk(["check"]), "config-syntax", /djk\.toml:\d+/);
  });

  it("an unknown key", () => {
    edit("djk.toml", (text) => text.replace("trailing_slash", "trailing_slahs"));
    expectProblem(djk(["check"]), "config-unknown-key", /djk\.toml:\d+/, /trailing_slash/);
  });

  function set(line: string): void {
    edit("djk.toml", (text) => text.replace("[django]\n", `[django]\n${line}\n`));
  }

  it("a list of apps without the defaults", () => {
    set('INSTALLED_APPS = ["rest_framework"]');
    expectProblem(
      djk(["check"]),
      "apps-missing",
      /lacks .*djk/,
      /djk\.toml:\d+/,
      /\["\.\.\.", "rest_framework"\]/,
    );
  });

  it("an app and a middleware that are not installed", () => {
    set('INSTALLED_APPS = ["...", "django.contrib.sitemap"]');
    expectProblem(
      djk(["check"]),
      "setting-import",
      /djk\.toml:\d+/,
      /did you mean django\.contrib\.sitemaps/,
    );
    for (const restore of restores.splice(0).reverse()) restore();
    set('MIDDLEWARE = ["...", "mysite.midleware.Own"]');
    expectProblem(djk(["check"]), "setting-import", /djk\.toml:\d+/, /mysite\.midleware/);
  });

  it("a package and a time zone that do not exist", () => {
    edit("djk.toml", (text) => text.replace('package = "mysite"', 'package = "mysitte"'));
    expectProblem(djk(["check"]), "setting-import", /djk\.toml:\d+/, /did you mean mysite\?/);
    for (const restore of restores.splice(0).reverse()) restore();
    edit("djk.toml", (text) => text.replace(/^TIME_ZONE = .*$/m, 'TIME_ZONE = "Europe/Berlinn"'));
    expectProblem(djk(["check"]), "setting-value", /djk\.toml:\d+/, /did you mean Europe\/Berlin\?/);
  });

  it("a variable that is missing, which a build does not need", () => {
    set('PAGE_SIZE = { env = "PAGE_SIZE", type = "int" }');
    expectProblem(djk(["check"]), "environment-variable", /PAGE_SIZE is missing/, /djk\.toml:\d+/, /\.env/);
    expect(djk(["build"]).code).toBe(0);
    add(".env", "PAGE_SIZE=20\n");
    expect(djk(["check"]).code).toBe(0);
  });

  it("a urls.py that is broken, empty or gone", () => {
    const noTrace = /^(?![\s\S]*Traceback)/;
    edit("mysite/urls.py", () => "import nothing_here\n");
    expectProblem(djk(["check"]), "handler-import", /mysite\/urls\.py:1/, /> 1 │ import/, noTrace);
    edit("mysite/urls.py", () => "urlpatterns = 3\n");
    expectProblem(djk(["check"]), "urls-invalid", /mysite\/urls\.py:1/, noTrace);
    rmSync(join(site, "mysite/urls.py"));
    expectProblem(djk(["check"]), "urls-missing", /mysite\/urls\.py/, /^(?![\s\S]*frozen)/);
  });

  it("a migration that depends on none, and one that is no Python", () => {
    const initial = "mysite/migrations/0001_initial.py";
    edit(initial, (text) => text.replace("dependencies = [", 'dependencies = [("mysite", "0099_nope"),'));
    for (const command of ["check", "build"])
      expectProblem(djk([command]), "migration-graph", /0099_nope/, /0001_initial\.py:\d+/);
    edit(initial, (text) => `${text}\nx = (\n`);
    expectProblem(djk(["check"]), "handler-syntax", /0001_initial\.py:\d+/);
  });

  it("a changed model without a migration is a warning", () => {
    const model = "\n\nclass Shelf(models.Model):\n    pass\n";
    edit("mysite/models.py", (text) => `from django.db import models\n${text}${model}`);
    const { code, output } = djk(["check"]);
    expect(output).toMatch(/warning .*Create model Shelf \[migration-missing\]/);
    expect(output).toMatch(/mysite\/models\.py:\d+/);
    expect(output).toContain("npx djk manage makemigrations");
    expect(code).toBe(0);
  });

  it("a page.html without the mount element is a warning", () => {
    add("routes/alone/page.tsx", component);
    add("routes/alone/page.html", "<h1>mine</h1>\n");
    const { code, output } = djk(["check"]);
    expect(output).toContain("[page-template-mount]");
    expect(code).toBe(0);
  });

  it("a page that nobody reaches is a warning, of the check and of the build", () => {
    add("routes/admin/stats/page.tsx", component);
    add("routes/robots.txt/route.py", "def get(request):\n    return {}\n");
    for (const command of ["check", "build"]) {
      const { code, output } = djk([command]);
      expect(output.match(/\[route-shadowed\]/g)).toHaveLength(2);
      expect(output).toMatch(
        /the URL \/admin\/stats\/ does not open the route \/admin\/stats: path\("admin\/", …\) answers first/,
      );
      expect(output).toMatch(/routes\/admin\/stats\/page\.tsx[\s\S]*mysite\/urls\.py:\d+/);
      expect(output).toContain("public/robots.txt answers first");
      expect(code).toBe(0);
    }
  });

  it("a problem of a model is told as such, with its place", () => {
    const model =
      '\n\nclass Shelf(models.Model):\n    site = models.ForeignKey("mysite.Nope", models.CASCADE)\n';
    edit("mysite/models.py", (text) => `from django.db import models\n${text}${model}`);
    const { code, output } = djk(["check"]);
    expect(output).toMatch(/mysite\.Shelf\.site: .*\(fields\.E300\) \[django-check\]/);
    expect(output).toMatch(/mysite\/models\.py:\d+/);
    expect(code).toBe(1);
  });

  it("a bad segment", () => {
    add("routes/[post-id]/page.tsx", component);
    expectProblem(djk(["check"]), "parameter-name", /routes\/\[post-id\]/);
  });

  it("two routes for one URL", () => {
    add("routes/(group)/lab/page.tsx", component);
    expectProblem(djk(["check"]), "route-conflict", /routes\/lab/, /routes\/\(group\)\/lab/);
  });

  it("page.py without page.tsx", () => {
    add("routes/alone/page.py", "def get(request): ...\n");
    expectProblem(djk(["check"]), "handler-without-page", /routes\/alone\/page\.py/);
  });

  it("route.py beside a page", () => {
    add("routes/lab/route.py", "def get(request): ...\n");
    expectProblem(djk(["check"]), "route-beside-page", /routes\/lab/);
  });

  it("a handler without a known verb", () => {
    add("routes/api/odd/route.py", "def fetch(request): ...\n");
    expectProblem(djk(["check"]), "handler-no-verb", /routes\/api\/odd\/route\.py/);
  });

  it("wrong parameter names", () => {
    add("routes/odd/[slug]/page.tsx", component);
    add("routes/odd/[slug]/page.py", "def get(request, slog):\n    return {}\n");
    expectProblem(djk(["check"]), "handler-params", /routes\/odd\/\[slug\]\/page\.py:1/, /slug/);
  });

  it("a missing manifest", () => {
    const script = "from django.test import Client; Client(headers={'host': 'localhost'}).get('/lab/')";
    const { output, code } = djk(["manage", "shell", "-c", script]);
    expect(output).toMatch(/djk dev/);
    expect(output).toMatch(/manifest/i);
    expect(code).not.toBe(0);
  });

  it("all problems of a tree come together, each once, and nothing is half-written", () => {
    for (const restore of restores.splice(0).reverse()) restore();
    expect(djk(["generate"]).code).toBe(0);
    add("routes/[post-id]/page.tsx", component);
    add("routes/alone/page.py", "");
    add("routes/lab/route.py", "");
    const { output, code } = djk(["generate"]);
    for (const name of ["parameter-name", "handler-without-page", "route-beside-page"])
      expect(output.split(`[${name}]`)).toHaveLength(2);
    expect(output).toContain("3 errors");
    expect(code).toBe(1);
    for (const restore of restores.splice(0).reverse()) restore();
    expect(djk(["generate", "--check"]).code).toBe(0);
  });

  it("prints one JSON document with --json", () => {
    add("routes/alone/page.py", "");
    const { stdout, status } = spawnSync(inject("djk"), ["check", "--json"], { cwd: site, encoding: "utf8" });
    expect(status).toBe(1);
    expect(JSON.parse(stdout).diagnostics[0]).toMatchObject({
      code: "handler-without-page",
      severity: "error",
    });
  });
});

describe("a mistake on the command line or of the machine", () => {
  it("an invalid site name, an existing folder, a folder without a site", () => {
    const folder = mkdtempSync(join(tmpdir(), "djk-errors-"));
    expectProblem(djk(["new", "my-site"], { cwd: folder }), "site-name-invalid", /my_site/);
    mkdirSync(join(folder, "taken"));
    writeFileSync(join(folder, "taken/file"), "");
    expectProblem(djk(["new", "taken"], { cwd: folder }), "site-exists");
    expectProblem(djk(["dev"], { cwd: folder }), "config-missing", /djk new/);
    rmSync(folder, { recursive: true });
  });

  it("no Python, and a Python without Django", () => {
    const missing = djk(["check", "--python", "/no/such/python"]);
    expectProblem(missing, "python-missing", /no\/such\/python/);
    const bare = process.env.DJK_TEST_BASE_PYTHON ?? "python3";
    expectProblem(djk(["check", "--python", bare]), "django-missing", /install/);
  });

  it("a busy port names its owner", async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
    expectProblem(djk(["dev", "--port", String(port)]), "port-busy", new RegExp(`process ${process.pid}`));
    expectProblem(djk(["dev", "--port", "eighty"]), "port-invalid");
    server.close();
  });

  it("usage errors exit with 2", () => {
    expect(djk(["nonsense"]).code).toBe(2);
    expect(djk(["new"]).code).toBe(2);
    expect(djk(["dev", "--nonsense"]).code).toBe(2);
  });
});

describe("commands that look", () => {
  it("routes prints the canonical table and explains a URL", () => {
    const { output } = djk(["routes"]);
    expect(output).toMatch(/page\s+\/lab\/<slug>\/\s+lab\.slug\s+routes\/lab\/\[slug\]/);
    const explained = JSON.parse(djk(["routes", "--match", "/lab/slow/", "--json"]).output);
    expect(explained).toMatchObject({ url: "/lab/slow/", route: "/lab/slow", params: {} });
    expect(explained.candidates.length).toBeGreaterThan(1);
    expect(djk(["routes", "--match", "/lab/slow/"]).output).toContain("/lab/slow/ opens /lab/slow {}");
    expect(djk(["routes", "--match", "/lab/slow"]).output).toContain(
      "/lab/slow redirects to /lab/slow/, which opens /lab/slow {}",
    );
  });

  it("info tells versions, inside a site and outside", () => {
    const facts = JSON.parse(djk(["info", "--json"]).output);
    expect(facts).toMatchObject({ node: process.versions.node, site, diagnostics: [] });
    expect(djk(["info"], { cwd: tmpdir() }).code).toBe(1);
  });

  it("manage passes Django's exit code through", () => {
    expect(djk(["manage", "check"]).code).toBe(0);
    expect(djk(["manage", "no_such_command"]).code).toBe(1);
    expect(djk(["manage", "test"]).code).toBe(0);
  });

  it("check and its deployment checks are clean on a new site", () => {
    expect(djk(["check"])).toMatchObject({ code: 0 });
  });
});
