import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/parseConfig.js";

const site = '[site]\npackage = "mysite"\n';

function parse(rest: string) {
  return parseConfig(site + rest, "djk.toml");
}

/** Each mistake as `code line:column message → hint`. */
function mistakes(text: string): string[] {
  return parseConfig(text, "djk.toml").diagnostics.map(
    ({ code, at, message, hint }) =>
      `${code} ${at?.line}:${at?.column} ${message}${hint ? ` → ${hint}` : ""}`,
  );
}

describe("a valid djk.toml", () => {
  it("needs nothing but the package", () => {
    expect(parseConfig(site, "djk.toml")).toEqual({
      config: {
        site: { package: "mysite", trailingSlash: "always", settings: null, types: "auto" },
        django: { all: {}, dev: {}, test: {}, production: {} },
        build: { budget: { js: 200, css: 50 } },
        converterRanks: {},
      },
      diagnostics: [],
    });
  });

  it("names a settings module instead of a package, for an existing project", () => {
    const { config } = parseConfig('[site]\nsettings = "config.settings"', "djk.toml");
    expect(config?.site).toMatchObject({
      package: "config",
      trailingSlash: "always",
      settings: "config.settings",
    });
  });

  it("ranks converters", () => {
    const { config } = parse("[routing]\nconverters = { year = { rank = 20 } }");
    expect(config?.converterRanks).toEqual({ year: 20 });
  });

  it("has a budget for the first load of a page, in kB", () => {
    const { config } = parse("[build]\nbudget = { js = 150.5, css = inf }");
    expect(config?.build.budget).toEqual({ js: 150.5, css: Number.POSITIVE_INFINITY });
    expect(parse("[build.budget]\njs = 90").config?.build.budget).toEqual({ js: 90, css: 50 });
  });

  it("keeps the values of settings apart by kind", () => {
    const { config } = parse(`[django]
A_INT = 1
A_FLOAT = 1.0
A_NONE = { none = true }
A_DICT = { none = 1, x = [true] }
DATABASES.default = { env = "DATABASE_URL", type = "database" }
[django.dev]
TIME_ZONE = "Europe/Berlin"`);
    expect(config?.django.all).toEqual({
      A_INT: { kind: "scalar", value: 1n },
      A_FLOAT: { kind: "scalar", value: 1 },
      A_NONE: { kind: "none" },
      A_DICT: {
        kind: "dict",
        entries: {
          none: { kind: "scalar", value: 1n },
          x: { kind: "list", items: [{ kind: "scalar", value: true }] },
        },
      },
      DATABASES: {
        kind: "dict",
        entries: { default: { kind: "env", name: "DATABASE_URL", type: "database", fallback: null } },
      },
    });
    expect(config?.django.dev).toEqual({ TIME_ZONE: { kind: "scalar", value: "Europe/Berlin" } });
  });

  it("says nothing about settings of other packages", () => {
    const names = `CORS_ALLOWED_ORIGINS CORS_ALLOW_CREDENTIALS CELERY_BROKER_URL REST_FRAMEWORK SITE_ID TASKS
      INTERNAL_IPS DEBUG_TOOLBAR_CONFIG ACCOUNT_LOGIN_METHODS CRISPY_TEMPLATE_PACK AWS_STORAGE_BUCKET_NAME
      CHANNEL_LAYERS WAGTAIL_SITE_NAME STRIPE_SECRET_KEY SENTRY_DSN GRAPHENE SPECTACULAR_SETTINGS
      COMPRESS_ENABLED WEBPACK_LOADER Q_CLUSTER CACHEOPS AXES_ENABLED CSP_DEFAULT_SRC PHONENUMBER_DEFAULT_REGION`;
    const { diagnostics } = parse(
      `[django]\n${names
        .split(/\s+/)
        .map((name) => `${name} = { env = "X", type = "json" }`)
        .join("\n")}`,
    );
    expect(diagnostics).toEqual([]);
  });
});

describe("a mistake in djk.toml", () => {
  it("in the syntax has its line and column", () => {
    const { config, diagnostics } = parseConfig('[site]\npackage = "mysite\n', "djk.toml");
    expect(config).toBeNull();
    expect(diagnostics).toMatchObject([{ code: "config-syntax", at: { file: "djk.toml", line: 2 } }]);
  });

  it("does not hide the others", () => {
    const found = mistakes(`[site]
pakage = "mysite"
trailing_slash = "sometimes"
types = "strictly"
[ssr]
mode = "off"
[django]
DEBUG = "yes"
time_zone = "UTC"
DJK = {}
[django.prod]
DEBUG = false
[djnago]
[routing.converters.year]
rank = "first"`);
    expect(found).toEqual([
      "config-unknown-key 5:2 ssr is not a key that djk knows. → ssr is not part of this version of djk. Remove it.",
      "config-unknown-key 13:2 djnago is not a key that djk knows. → Did you mean django?",
      "config-unknown-key 2:1 site.pakage is not a key that djk knows. → Did you mean package?",
      'config-missing-key 1:2 site.package is missing: the Django app that holds the models, forms and admin of this site. → Add package = "mysite" below [site], with the name of the folder that holds models.py.',
      'config-bad-value 3:1 site.trailing_slash is "sometimes", but "always" or "never" is expected.',
      'config-bad-value 4:1 site.types is "strictly", but "auto" or "strict" is expected.',
      "config-wrong-type 8:1 django.DEBUG is a string, but true or false is expected.",
      "config-unknown-key 9:1 django.time_zone is neither a setting nor a section. → Did you mean TIME_ZONE?",
      "config-reserved-setting 10:1 DJK is set by djk itself. → Remove it; where paths start is described in docs/settings.md.",
      expect.stringMatching(/^config-unknown-key 11:9 django.prod is neither a setting nor a section\./),
      "config-wrong-type 15:1 routing.converters.year.rank is a string, but an integer is expected.",
    ]);
  });

  it.each([
    ["[build]\nbudget = 150", "config-wrong-type 4:1"],
    ["[build]\nbudget = { js = '150 kB' }", "config-wrong-type 4:12"],
    ["[build]\nbudget = { js = 0 }", "config-bad-value 4:12"],
    ["[build]\nbudget = { css = nan }", "config-bad-value 4:12"],
    ["[build]\nbudget = { jss = 150 }", "config-unknown-key 4:12"],
    ["[build]\nbudgets = { js = 150 }", "config-unknown-key 4:1"],
    ["[django]\nALLOWED_HOST = []", "config-setting-name 4:1"],
    ["[django]\nTIMEZONE = 'UTC'", "config-setting-name 4:1"],
    ["[django]\nALOWED_HOSTS = []", "config-setting-name 4:1"],
    ["[django]\nX = 1979-05-27", "config-wrong-type 4:1"],
    ["[django]\ndev = 1", "config-wrong-type 4:1"],
    ["[django]\nX = { none = false }", "config-bad-value 4:7"],
    ["[django]\nX = { env = 1 }", "config-wrong-type 4:7"],
    ["[django]\nX = { env = 'A-B' }", "config-bad-value 4:7"],
    ["[django]\nX = { env = 'A', typ = 'int' }", "config-unknown-key 4:18"],
    ["[django]\nX = { env = 'A', type = 'number' }", "config-bad-value 4:18"],
    ["[django]\nX = { env = 'A', type = 'database' }", "config-bad-value 4:18"],
    ["[django]\nX = { env = 'A', type = 'int', default = '1' }", "config-wrong-type 4:32"],
    ["[django]\nDEBUG = { env = 'A' }", "config-wrong-type 4:1"],
    ["[django]\nX = ['...', 'a']", "config-list-defaults 4:6"],
    ["[django]\nMIDDLEWARE = ['...', { use = 'a' }]", "config-bad-value 4:22"],
    [
      "[django]\nMIDDLEWARE = ['...', { use = 'a', after = 'django.middleware.Common' }]",
      "config-list-anchor 4:35",
    ],
    ["[django]\nMIDDLEWARE = ['...', { use = 'a', aftr = 'b', before = 'c' }]", "config-unknown-key 4:35"],
    ["[django]\nINSTALLED_APPS = ['...', { use = 1, before = 'djk' }]", "config-wrong-type 4:28"],
  ])("%j", (text, start) => {
    expect(mistakes(site + text)[0]).toMatch(new RegExp(`^${start} `));
  });

  it("about an anchor suggests the item that is there", () => {
    const text = `${site}[django]\nINSTALLED_APPS = ["...", { use = "a", before = "django.contrib.admn" }]`;
    expect(mistakes(text)).toEqual([
      "config-list-anchor 4:39 a is to stand before django.contrib.admn, which is not in INSTALLED_APPS. → Did you mean django.contrib.admin?",
    ]);
  });

  it("about an anchor is told once, though production has another list", () => {
    const text = `${site}[django]\nMIDDLEWARE = ["...", { use = "a", before = "nonsense" }]`;
    expect(mistakes(text)).toHaveLength(1);
  });

  it("about apps that are missing says what to write", () => {
    const text = `${site}[django]\nINSTALLED_APPS = ["rest_framework"]`;
    expect(mistakes(text)).toEqual([
      'apps-missing 4:1 INSTALLED_APPS lacks django.contrib.auth, django.contrib.contenttypes, mysite, djk: a list without "..." replaces the defaults. → Write INSTALLED_APPS = ["...", "rest_framework"], where "..." stands for the defaults.',
    ]);
    const inDev = `${site}[django.dev]\nINSTALLED_APPS = ["djk"]`;
    expect(mistakes(inDev)[0]).toMatch(/^apps-missing 4:1 .* lacks django.contrib.auth.*, mysite:/);
  });

  it("leaves out apps that nothing needs, and takes an app by its configuration", () => {
    const own =
      "[django]\nAUTH_USER_MODEL = 'people.Person'\nINSTALLED_APPS = ['djk.apps.DjkConfig', 'people']";
    expect(parse(own).diagnostics).toEqual([]);
  });

  it("about a name that is only unlikely is a warning", () => {
    const { config, diagnostics } = parse("[django]\nALLOWED_HOST = []");
    expect(config).not.toBeNull();
    expect(diagnostics.map((diagnostic) => diagnostic.severity)).toEqual(["warning"]);
  });

  it("refuses names of packages that would collide or cannot be imported", () => {
    expect(mistakes('[site]\npackage = "routes"')[0]).toMatch(/^config-bad-value 2:1/);
    expect(mistakes('[site]\npackage = "my-site"')[0]).toMatch(/^config-bad-value 2:1/);
    expect(mistakes('[site]\npackage = "class"')[0]).toMatch(/^config-bad-value 2:1/);
    expect(mistakes("[site]\npackage = 1")[0]).toMatch(/^config-wrong-type 2:1/);
  });

  it("refuses [django] where the project has settings of its own", () => {
    const found = mistakes('[site]\nsettings = "config.settings"\n[django]\nDEBUG = true');
    expect(found[0]).toMatch(/^config-unused-table 3:2/);
  });
});

it.each(["uuid", "int", "slug", "str", "path", "djk_rest"])("leaves the rank of %s as it is", (name) => {
  const { config, diagnostics } = parse(`[routing.converters]\n${name} = { rank = 20 }`);
  expect(config).toBeNull();
  expect(diagnostics).toMatchObject([
    {
      code: "config-bad-value",
      message: `routing.converters.${name} cannot be set: the place of "${name}" is fixed.`,
      at: { line: 4 },
    },
  ]);
});
