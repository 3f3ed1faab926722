import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { makeSite, readSettings, runPython } from "./site.js";

const plain = '[site]\npackage = "mysite"\n[django]\nROOT_URLCONF = "mysite.urls"\n';

const rich = `[site]
package = "mysite"
trailing_slash = "never"

[django]
TIME_ZONE = "Europe/Berlin"
ROOT_URLCONF = "mysite.urls"
INSTALLED_APPS = ["...", "django.contrib.sites", { use = "django.contrib.humanize", before = "djk" }]
MIDDLEWARE = ["...", { use = "django.middleware.gzip.GZipMiddleware", after = "django.middleware.security.SecurityMiddleware" }]
ALLOWED_HOSTS = ["...", "example.com"]
AUTHENTICATION_BACKENDS = ["...", "mysite.auth.Backend"]
CSRF_COOKIE_DOMAIN = { none = true }
DATABASES.default = { env = "DATABASE_URL", type = "database", default = "sqlite:///data/main.sqlite3" }
DATABASES.logs = { ENGINE = "django.db.backends.sqlite3", NAME = "data/logs.sqlite3", OPTIONS = { timeout = 20 } }
CACHES.default = { env = "CACHE_URL", type = "cache", default = "locmem://" }
EMAIL = { env = "EMAIL_URL", type = "email", default = "console://" }
MEDIA_ROOT = "uploads"
LOGGING.loggers.mysite = { level = "DEBUG" }
SHOP_RATIO = 1.0
SHOP_LIMIT = { env = "SHOP_LIMIT", type = "int", default = 10 }
SHOP_TAGS = { env = "SHOP_TAGS", type = "list", default = ["a", "b"] }
SHOP_GREETING = 'He said "hi", \\ it''s fine'
SHOP_CONTROL = "tab\\tnewline\\nbell\\u0007zero width\\u200bnull\\u0000"
SHOP_QUOTED = 'only "double" quotes'
SHOP_UNICODE = "Grüße 🚀"
SHOP_LONG = "a long text that does not fit beside the name of its setting but fits on a line"
SHOP_LONGER = "a text that is so long that it fits on no line at all, however it is turned and wrapped around"
SHOP_NESTED = [[1, 2], [{ "a key" = [true, false] }, []], {}]

[django.dev]
SHOP_DEV = true
[django.test]
CACHES.default = { BACKEND = "django.core.cache.backends.dummy.DummyCache" }
[django.production]
STORAGES.default = { BACKEND = "mysite.storage.Remote" }
INSTALLED_APPS = ["...", "mysite.production"]
SECURE_HSTS_SECONDS = 60
`.replace("it''s", "it is");

const production = { SECRET_KEY: "aB3$dE6&gH9(kL2#nO5".repeat(3), ALLOWED_HOSTS: "www.example.com" };

const folders: string[] = [];

function make(...args: Parameters<typeof makeSite>): string {
  const folder = makeSite(...args);
  folders.push(folder);
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(dirname(folder), { recursive: true });
});

describe.each(["dev", "build"] as const)("the generated files (%s)", (target) => {
  it.each([
    ["of a plain site", plain],
    ["of a site with many settings", rich],
    ["of a site that mails in its own way", `${plain}EMAIL_HOST = "mail.example"`],
  ])("%s satisfy ruff", (_, toml) => {
    const folder = make(toml, target);
    const format = runPython(folder, ["-m", "ruff", "format", "--no-cache", "--diff", "."]);
    const check = runPython(folder, ["-m", "ruff", "check", "--no-cache", "."]);
    expect(format).toMatchObject({ status: 0, stdout: "" });
    expect(check).toMatchObject({ status: 0, stdout: "All checks passed!\n" });
  });
});

describe("Django's own checks", () => {
  it.each(["dev", "test"])("pass in a new site (%s)", (environment) => {
    const outcome = runPython(make(plain, "dev"), ["-W", "error", "manage.py", "check"], {
      DJK_ENV: environment,
    });
    expect(outcome).toMatchObject({ status: 0, stderr: "" });
  });

  it("pass for deployment of a new build", () => {
    const outcome = runPython(make(plain, "build"), ["manage.py", "check", "--deploy"], production);
    expect(outcome).toMatchObject({ status: 0, stdout: expect.stringContaining("no issues"), stderr: "" });
  });

  it("pass while building, with no variable at all", () => {
    const outcome = runPython(make(plain, "build"), ["manage.py", "check", "--deploy"], {
      DJK_BUILDING: "1",
    });
    expect(outcome).toMatchObject({ status: 0, stdout: expect.stringContaining("no issues"), stderr: "" });
  });

  it("pass before a migration, which puts the SQLite file beside the build", () => {
    const folder = make(plain, "build");
    const outcome = runPython(folder, ["manage.py", "migrate", "--run-syncdb"], production);
    expect(outcome.status).toBe(0);
    expect(readSettings(folder, ["DATABASES"], production)).toMatchObject({
      DATABASES: { default: { NAME: `${dirname(folder)}/db.sqlite3` } },
    });
  });
});

describe("the settings that Django sees", () => {
  it("have djk's defaults where djk.toml says nothing", () => {
    const folder = make(plain, "dev");
    const values = readSettings(folder, [
      "DEBUG",
      "AUTH_USER_MODEL",
      "STATIC_ROOT",
      "MEDIA_ROOT",
      "ALLOWED_HOSTS",
      "DJK",
    ]);
    expect(values).toEqual({
      DEBUG: true,
      AUTH_USER_MODEL: "mysite.User",
      STATIC_ROOT: null,
      MEDIA_ROOT: `${folder}/media`,
      ALLOWED_HOSTS: [".localhost", "127.0.0.1", "[::1]"],
      DJK: { SITE: folder, MANIFEST: null, TRAILING_SLASH: "always", CLIENT_ENTRY: ".djk/client/entry.tsx" },
    });
  });

  it("have the literal values of djk.toml", () => {
    const names = ["TIME_ZONE", "CSRF_COOKIE_DOMAIN", "SHOP_RATIO", "SHOP_LIMIT", "SHOP_TAGS", "SHOP_NESTED"];
    const texts = ["SHOP_GREETING", "SHOP_CONTROL", "SHOP_QUOTED", "SHOP_UNICODE", "SHOP_DEV"];
    expect(readSettings(make(rich, "dev"), [...names, ...texts])).toEqual({
      TIME_ZONE: "Europe/Berlin",
      CSRF_COOKIE_DOMAIN: null,
      SHOP_RATIO: 1,
      SHOP_LIMIT: 10,
      SHOP_TAGS: ["a", "b"],
      SHOP_NESTED: [[1, 2], [{ "a key": [true, false] }, []], {}],
      SHOP_GREETING: 'He said "hi", \\ it is fine',
      SHOP_CONTROL: "tab\tnewline\nbell\u0007zero width\u200bnull\u0000",
      SHOP_QUOTED: 'only "double" quotes',
      SHOP_UNICODE: "Grüße 🚀",
      SHOP_DEV: true,
    });
  });

  it("have variables in place of their defaults, and the sections of their environment", () => {
    const names = ["SHOP_LIMIT", "SHOP_TAGS", "CACHES", "DEBUG", "SHOP_DEV"];
    const env = { DJK_ENV: "test", SHOP_LIMIT: "3", SHOP_TAGS: "x, y" };
    expect(readSettings(make(rich, "dev"), names, env)).toEqual({
      SHOP_LIMIT: 3,
      SHOP_TAGS: ["x", "y"],
      CACHES: { default: { BACKEND: "django.core.cache.backends.dummy.DummyCache" } },
      DEBUG: false,
      SHOP_DEV: "unset",
    });
  });

  it("have the items of a list in their places", () => {
    const folder = make(rich, "build");
    const names = ["INSTALLED_APPS", "MIDDLEWARE", "ALLOWED_HOSTS", "AUTHENTICATION_BACKENDS"];
    const values = readSettings(folder, names, production) as Record<string, string[]>;
    expect(values.INSTALLED_APPS?.slice(-5)).toEqual([
      "django.contrib.humanize",
      "djk",
      "mysite",
      "django.contrib.sites",
      "mysite.production",
    ]);
    expect(values.MIDDLEWARE?.slice(3, 6)).toEqual([
      "django.middleware.security.SecurityMiddleware",
      "django.middleware.gzip.GZipMiddleware",
      "whitenoise.middleware.WhiteNoiseMiddleware",
    ]);
    expect(values.ALLOWED_HOSTS).toEqual(["www.example.com", "example.com"]);
    expect(values.AUTHENTICATION_BACKENDS).toEqual([
      "django.contrib.auth.backends.ModelBackend",
      "mysite.auth.Backend",
    ]);
  });

  it("keep the rest of a table that djk.toml adds to", () => {
    const values = readSettings(
      make(rich, "build"),
      ["STORAGES", "LOGGING", "SECURE_HSTS_SECONDS"],
      production,
    );
    expect(values).toMatchObject({
      STORAGES: {
        default: { BACKEND: "mysite.storage.Remote" },
        staticfiles: { BACKEND: "django.contrib.staticfiles.storage.ManifestStaticFilesStorage" },
      },
      LOGGING: { version: 1, loggers: { mysite: { level: "DEBUG" }, django: { level: "INFO" } } },
      SECURE_HSTS_SECONDS: 60,
    });
  });

  it("mail errors to ADMINS, in production only", () => {
    const mailing = `${plain}ADMINS = [["Ada", "ada@example.com"]]\nEMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"`;
    const code = `
import django, logging
django.setup()
from django.core import mail
mail.outbox = []
logging.getLogger("django.request").error("the shelf fell over")
print([message.subject for message in mail.outbox])`;
    const outcome = runPython(make(mailing, "build"), ["-c", code], {
      ...production,
      DJANGO_SETTINGS_MODULE: "djk_site.settings",
    });
    expect(outcome.stdout).toBe("['[Django] ERROR: the shelf fell over']\n");
    expect(outcome.stderr.match(/the shelf fell over/g)).toHaveLength(1);
    const { LOGGING } = readSettings(make(mailing, "dev"), ["LOGGING"]);
    expect(LOGGING).toMatchObject({ handlers: { mail_admins: { filters: ["require_debug_false"] } } });
  });

  it("have data in the site, in a build beside it or in DJK_DATA_DIR", () => {
    const build = make(rich, "build");
    const env = { ...production, DJK_DATA_DIR: "/srv/data" };
    const site = make(rich, "dev");
    const at = (folder: string) => ({
      MEDIA_ROOT: `${folder}/uploads`,
      DATABASES: {
        default: { NAME: `${folder}/data/main.sqlite3` },
        logs: { NAME: `${folder}/data/logs.sqlite3`, OPTIONS: { timeout: 20 } },
      },
    });
    expect(readSettings(site, ["MEDIA_ROOT", "DATABASES"])).toMatchObject(at(site));
    expect(readSettings(build, ["MEDIA_ROOT", "DATABASES"], production)).toMatchObject(at(dirname(build)));
    expect(readSettings(build, ["MEDIA_ROOT", "DATABASES"], env)).toMatchObject(at("/srv/data"));
  });

  it("are relaxed by a local start, whatever djk.toml demands", () => {
    const folder = make(`${plain}[django.production]\nSECURE_SSL_REDIRECT = true`, "build");
    const names = ["DEBUG", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "ALLOWED_HOSTS"];
    expect(readSettings(folder, names, { DJK_LOCAL: "1" })).toEqual({
      DEBUG: false,
      SECURE_SSL_REDIRECT: false,
      SESSION_COOKIE_SECURE: false,
      ALLOWED_HOSTS: [".localhost", "127.0.0.1", "[::1]"],
    });
  });

  it("are computed last by the site's own settings.py, which may build on them", () => {
    const own =
      "from djk_site.settings import INSTALLED_APPS\n\nTIME_ZONE = 'Asia/Tokyo'\nCOUNT = len(INSTALLED_APPS)\n";
    const folder = make(plain, "dev", { "mysite/settings.py": own });
    expect(readSettings(folder, ["TIME_ZONE", "COUNT"])).toEqual({ TIME_ZONE: "Asia/Tokyo", COUNT: 8 });
  });
});

describe("missing variables", () => {
  const toml = `${plain}SHOP_TOKEN = { env = "SHOP_TOKEN" }\nSHOP_LIMIT = { env = "SHOP_LIMIT", type = "int" }`;

  it("are named all at once by manage.py, without a traceback", () => {
    const { status, stderr } = runPython(make(toml, "build"), ["manage.py", "migrate"], {
      SHOP_LIMIT: "many",
    });
    expect(status).toBe(1);
    expect(stderr.trim().split("\n")).toEqual([
      "The environment of this site is not complete (DJK_ENV is production):",
      expect.stringMatching(/^ {2}SECRET_KEY is missing/),
      "  SHOP_TOKEN is missing: set it to a text.",
      "  SHOP_LIMIT is 'many', but a whole number is expected.",
      expect.stringMatching(/^ {2}ALLOWED_HOSTS is missing/),
    ]);
  });

  it.each(["wsgi", "asgi"])("end a server at once (%s)", (kind) => {
    const { status, stderr } = runPython(make(toml, "build"), ["-c", `import djk_site.${kind}`]);
    expect(status).toBe(3);
    expect(stderr).toContain("SHOP_TOKEN is missing");
    expect(stderr).not.toContain("Traceback");
  });
});

it("manage.py says what to run where .djk is missing", () => {
  const folder = make(plain, "dev");
  rmSync(`${folder}/.djk`, { recursive: true });
  const outcome = runPython(folder, ["manage.py", "check"]);
  expect(outcome).toMatchObject({ status: 1, stderr: "manage.py: .djk is missing. Run: npx djk setup\n" });
});
