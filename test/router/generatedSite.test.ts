import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { askSite, makeRoutedSite, type SiteRequest } from "./site.js";

const component = "export default () => null;\n";

const files: Record<string, string> = {
  ...Object.fromEntries(
    [
      "page.tsx",
      "not-found.tsx",
      "books/page.tsx",
      "books/not-found.tsx",
      "books/[id=int]/page.tsx",
      "books/[id=int]/not-found.tsx",
      "books/[id=int]/pages/[n=int]/page.tsx",
      "(shop)/not-found.tsx",
      "(shop)/cart/page.tsx",
      "(shop)/basket/deep/page.tsx",
      "(shop)/basket/not-found.tsx",
      "bare/page.tsx",
      "café/[name]/page.tsx",
      "docs/[...path]/page.tsx",
      "[[lang=lang]]/hello/page.tsx",
    ].map((path) => [`routes/${path}`, component]),
  ),
  "routes/books/[id=int]/pages/[n=int]/page.py": `from django.contrib.auth.models import Group
from django.http import Http404
from django.shortcuts import get_object_or_404


def get(request, id, n):
    do = request.GET.get("do")
    if do == "get":
        get_object_or_404(Group, pk=n)
    if do == "in":
        list(Group.objects.filter(pk__in=[n]))
    if do == "text":
        return {"product": str(n * n)}
    if do == "bug":
        raise ValueError
    raise Http404
`,
  "routes/(shop)/cart/page.py": "from django.http import Http404\n\n\ndef get(request):\n    raise Http404\n",
  "routes/(shop)/basket/deep/page.py":
    "from django.http import Http404\n\n\ndef get(request):\n    raise Http404\n",
  "routes/bare/page.py": "def get(request):\n    return {}\n",
  "routes/api/echo/route.py": `def answer(request):
    return {"method": request.method, "body": request.body.decode()}


get = post = put = patch = delete = options = answer
`,
  "routes/api/names/route.py": `from django.template import Context, Template
from django.urls import reverse


def get(request):
    values = request.GET.dict()
    name = values.pop("name")
    tag = "{% url name " + " ".join(f"{key}={key}" for key in values) + " %}"
    rendered = Template(tag).render(Context({**values, "name": name}))
    return [reverse(name, kwargs=values), rendered.replace("&amp;", "&")]
`,
  "routes/feed.xml/route.py": 'def get(request):\n    return {"feed": True}\n',
  "mysite/apps.py": `from django.apps import AppConfig
from django.urls import register_converter


class Language:
    regex = "de|en"

    def to_python(self, value):
        return value

    to_url = to_python


class SiteConfig(AppConfig):
    name = "mysite"

    def ready(self):
        register_converter(Language, "lang")
`,
  "mysite/urls.py": `from django.contrib import admin
from django.http import Http404
from django.urls import path


def missing(request):
    raise Http404


urlpatterns = [path("admin/", admin.site.urls), path("own/missing/", missing)]
`,
  "below.py": `from django.urls import include, path

from djk_site.root import handler404  # noqa: F401

urlpatterns = [path("app/", include("djk_site.urls"))]
`,
  "localized.py": `from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from djk_site.root import handler404  # noqa: F401

urlpatterns = i18n_patterns(path("", include("djk_site.urls")))
`,
};

let always: string;
let never: string;

beforeAll(async () => {
  vi.stubEnv("PYTHONPATH", `${import.meta.dirname}/../../python/src`);
  always = (await makeRoutedSite(files)).site;
  never = (await makeRoutedSite(files, 'trailing_slash = "never"')).site;
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([always, never].map((site) => rm(site, { recursive: true })));
});

const get = (path: string, more: Partial<SiteRequest> = {}): SiteRequest => ({
  method: "GET",
  path,
  ...more,
});

const localized = {
  settings: { ROOT_URLCONF: "localized" },
  middleware: "django.middleware.locale.LocaleMiddleware",
};

const mounts: [name: string, mount: string, more: Partial<SiteRequest>][] = [
  ["at the root", "", {}],
  ["below /app/", "/app", { settings: { ROOT_URLCONF: "below" } }],
  ["below a language", "/en-us", { settings: { ROOT_URLCONF: "localized" } }],
  ["below the language of the URL", "/de", localized],
  ["below a script name", "/sub", { scriptName: "/sub" }],
  ["below both", "/sub%20dir/app", { settings: { ROOT_URLCONF: "below", FORCE_SCRIPT_NAME: "/sub dir" } }],
];

test("below every mount pages, slash redirects and not-found pages are right, as documents and as data", () => {
  const pages: [path: string, status: number, route: string][] = [
    ["/", 200, "/"],
    ["/books/", 200, "/books"],
    ["/de/hello/", 200, "/[[lang=lang]]/hello"],
    ["/caf%C3%A9/x%20y/", 200, "/café/[name]"],
    ["/docs/a/b/", 200, "/docs/[...path]"],
    ["/nowhere/", 404, "/#not-found"],
    ["/books/a/b/", 404, "/books#not-found"],
    ["/books/7/x/", 404, "/books/[id=int]#not-found"],
  ];
  const redirects = [
    ["/books", "/books/"],
    ["/docs/a/b", "/docs/a/b/"],
    ["/caf%C3%A9/x%20y", "/caf%C3%A9/x%20y/"],
  ] as const;
  const expected = mounts.flatMap(([name, mount]) => [
    ...pages.flatMap(([, status, route]) => [
      { name, status, route, mount, location: null },
      { name, status, route, mount: null, location: null },
    ]),
    ...redirects.flatMap(([, to]) => [
      { name, status: 308, route: null, mount: null, location: `${mount}${to}?a=1` },
      { name, status: 200, route: "", mount: null, location: `${mount}${to}?a=1` },
    ]),
  ]);
  const requests = mounts.flatMap(([, mount, more]) => {
    // A server strips the script name from the path.
    const isScript = more.scriptName !== undefined || more.settings?.FORCE_SCRIPT_NAME !== undefined;
    const before = isScript ? mount.replace(/^\/[^/]+/, "") : mount;
    const headers = { "X-Djk-Data": "1" };
    return [...pages.map(([path]) => path), ...redirects.map(([path]) => path)].flatMap((path) => [
      get(`${before}${path}?a=1`, more),
      get(`${before}${path}?a=1&_data=dev`, { ...more, headers }),
    ]);
  });
  const seen = askSite(always, requests).map(({ status, location, envelope, mount }, index) => ({
    name: expected[index]!.name,
    status,
    route: envelope?.route ?? null,
    mount: mount ?? null,
    location: location ?? envelope?.redirect?.to ?? null,
  }));
  expect(seen).toEqual(expected);
});

test("outside of a language nothing is the site's: Django redirects to where the page is", () => {
  const answers = askSite(always, [get("/books/", localized), get("/nowhere/", localized)]);
  expect(answers.map(({ status, location, envelope }) => [status, location, envelope])).toEqual([
    [302, "/en/books/", undefined],
    [404, null, undefined],
  ]);
});

describe("of the two slash forms", () => {
  const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
  const settings = [{ APPEND_SLASH: true }, { APPEND_SLASH: false }, { APPEND_SLASH: true, DEBUG: true }];

  test.each([
    ["always", () => always, "/api/echo/", "/api/echo"],
    ["never", () => never, "/api/echo", "/api/echo/"],
  ])(
    "%s: the other one redirects GET and HEAD, every other method is answered with its body",
    (_, site, ...forms) => {
      const [canonical] = forms;
      const cases = settings.flatMap((some) =>
        forms.flatMap((path) => methods.map((method) => ({ method, path, settings: some }))),
      );
      const answers = askSite(
        site(),
        cases.map((request) => ({ ...request, path: `${request.path}?a=1`, body: "text" })),
      );
      const due = cases.map(({ method, path }) => {
        if (path !== canonical && /GET|HEAD/.test(method)) return [308, `${canonical}?a=1`, ""];
        return [200, null, method === "HEAD" ? "" : JSON.stringify({ method, body: "text" })];
      });
      expect(answers.map(({ status, location, text }) => [status, location, text])).toEqual(due);
    },
  );

  test("a word with a dot has one form, and Django's own redirects to a slash stay", () => {
    for (const site of [always, never]) {
      const answers = askSite(site, [
        get("/feed.xml"),
        get("/feed.xml/"),
        get("/"),
        get("/admin"),
        get("/own/missing"),
        get("/admin", { settings: { APPEND_SLASH: false } }),
      ]);
      expect(answers.map(({ status, location, envelope }) => [status, location ?? envelope?.route])).toEqual([
        [200, undefined],
        [404, "/#not-found"],
        [200, "/"],
        [301, "/admin/"],
        [301, "/own/missing/"],
        [404, "/#not-found"],
      ]);
    }
  });
});

test("URL names give the canonical form, of each expansion of an optional", () => {
  const names: [query: string, whenAlways: string, whenNever: string][] = [
    ["name=index", "/", "/"],
    ["name=books", "/books/", "/books"],
    ["name=books.id&id=7", "/books/7/", "/books/7"],
    ["name=cart", "/cart/", "/cart"],
    ["name=lang.hello", "/hello/", "/hello"],
    ["name=lang.hello&lang=de", "/de/hello/", "/de/hello"],
    ["name=docs.path&path=a/b%20c", "/docs/a/b%20c/", "/docs/a/b%20c"],
    ["name=feed.xml", "/feed.xml", "/feed.xml"],
  ];
  for (const [site, column] of [[always, 1] as const, [never, 2] as const]) {
    const answers = askSite(
      site,
      names.map(([query]) => get(`/api/names${column === 1 ? "/" : ""}?${query}`)),
    );
    expect(answers.map(({ text }) => JSON.parse(text ?? ""))).toEqual(
      names.map((name) => [name[column], name[column]]),
    );
  }
});

test("a 404 is shown by the nearest not-found.tsx, whoever raises it", () => {
  const expected: [path: string, route: string | undefined, node: string | null | undefined][] = [
    ["/nowhere/", "/#not-found", "/"],
    ["/cart/", "/(shop)/cart", "/(shop)"],
    ["/cart/x/", "/#not-found", "/"],
    ["/basket/deep/", "/(shop)/basket/deep", "/(shop)/basket"],
    ["/basket/x/", "/(shop)/basket#not-found", "/(shop)/basket"],
    ["/basket/", "/(shop)/basket#not-found", "/(shop)/basket"],
    ["/books/x/", "/books#not-found", "/books"],
    ["/books/7/x/", "/books/[id=int]#not-found", "/books/[id=int]"],
    ["/books/7/pages/1/", "/books/[id=int]/pages/[n=int]", "/books/[id=int]"],
    ["/books/7/pages/x/", "/books/[id=int]#not-found", "/books/[id=int]"],
    ["/books/x%0Ay/z", "/books#not-found", "/books"],
    ["/x%0Ay", "/#not-found", "/"],
    ["/own/missing/", undefined, undefined],
    ["/static/x.js", undefined, undefined],
    ["/media/x.png", undefined, undefined],
  ];
  const answers = askSite(
    always,
    expected.map(([path]) => get(path)),
  );
  const seen = answers.map(({ status, envelope }, index) => [
    expected[index]![0],
    status,
    envelope?.route,
    envelope?.error?.node,
  ]);
  expect(seen).toEqual(expected.map(([path, ...rest]) => [path, 404, ...rest]));
});

test("a hostile URL is a 404 or a page, never an error", () => {
  const paths = [
    ...["//", "///", "//books/", "/books//", "/docs//a/", "/docs/a//b/", "/./", "/docs/%2e%2e/x/"],
    ...["/caf%C3%A9/a%2Fb/", "/docs/a%2Fb/", "/cafe%CC%81/x/", "/caf%E9/x/", "/%FF/", "/%ED%A0%80/"],
    ...["/%00/", "/caf%C3%A9/%00/", "/docs/%00/", "/caf%C3%A9/a%3Fb%23c/", "/caf%C3%A9/%25/", "/%C0%AF/"],
    ...["/caf%C3%A9/%0A/", "/docs/a%0D%0Ab/", "/caf%C3%A9/%F0%9F%98%80/", `/caf%C3%A9/${"x".repeat(1_500)}/`],
  ];
  const answers = askSite(
    always,
    paths.flatMap((path) => [get(path), get(path.replace(/\/$/, ""))]),
  );
  expect(answers.map(({ status }) => status).filter((status) => ![200, 308, 404].includes(status))).toEqual(
    [],
  );
  const params = (path: string) => answers[2 * paths.indexOf(path)]?.envelope?.params;
  expect(params("/caf%C3%A9/a%3Fb%23c/")).toEqual({ name: "a?b#c" });
  expect(params("/docs/a%2Fb/")).toEqual({ path: "a/b" });
  expect(params("/caf%C3%A9/%00/")).toEqual({ name: "\0" });
});

test("a number that no database has is a 404 in every query; an error of one's own stays one", () => {
  const lengths = [2, 400, 4300, 4301];
  const ways = ["get", "in", "text", "bug"];
  const answers = askSite(
    always,
    lengths.flatMap((length) => ways.map((way) => get(`/books/1/pages/${"9".repeat(length)}/?do=${way}`))),
    ["migrate", "auth"],
  ).map(({ status }) => status);
  const statuses = lengths.map((_, index) => answers.slice(index * ways.length, (index + 1) * ways.length));
  expect(statuses).toEqual([
    [404, 404, 200, 500],
    [404, 404, 200, 404],
    [404, 404, 404, 404],
    [404, 404, 404, 404],
  ]);
});
