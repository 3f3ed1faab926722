import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { explainSiteUrl } from "../../src/cli/explainSiteUrl.js";
import { formatExplanation } from "../../src/cli/formatExplanation.js";
import { writeFiles } from "../../src/files/writeFiles.js";
import { inspectSite } from "../../src/inspect/inspectSite.js";
import { generateSite, ownedFolders } from "../../src/project/generateProject.js";
import { loadProject } from "../../src/project/loadProject.js";
import { writeFolder } from "../build/folder.js";
import { makeRoutedSite } from "../router/site.js";

const component = "export default () => null;\n";
const urls = `from django.urls import include, path, register_converter


class Year:
    regex = "[0-9]{4}"
    to_python = int
    to_url = str


register_converter(Year, "year")


def view(request):
    raise ValueError


urlpatterns = [path("shop/", include([path("cart/", view)])), path("old/<slug:any>/", view)]
`;
let site: string;

beforeAll(async () => {
  vi.stubEnv("PYTHONPATH", join(import.meta.dirname, "../../python/src"));
  ({ site } = await makeRoutedSite({
    ...Object.fromEntries(
      [
        "page.tsx",
        "not-found.tsx",
        "books/page.tsx",
        "books/[id=int]/page.tsx",
        "shop/cart/page.tsx",
        "in/[y=year]/[...rest]/page.tsx",
      ].map((path) => [`routes/${path}`, component]),
    ),
    "routes/robots.txt/route.py": "def get(request):\n    return {}\n",
    "public/robots.txt": "",
    "mysite/urls.py": urls,
  }));
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(site, { recursive: true });
});

/** What `djk routes --match` prints. */
async function explain(url: string) {
  const project = await loadProject(site, async () => [{ name: "year", regex: "[0-9]{4}" }]);
  await writeFiles(site, generateSite(project), ownedFolders);
  const interpreter = { path: process.env.DJK_TEST_PYTHON ?? "" } as never;
  const { explanation, diagnostics } = await explainSiteUrl({ site, interpreter }, project.table, url);
  return { explanation, text: formatExplanation(explanation), diagnostics };
}

test.each([
  ["/books/7/", '/books/7/ opens /books/[id=int] {"id":7}'],
  ["/in/1965/a%20b/", '/in/1965/a%20b/ opens /in/[y=year]/[...rest] {"y":"1965","rest":"a b"}'],
  ["", "/ opens / {}"],
  [
    "https://shop.example/books/7/?a=1#b",
    'https://shop.example/books/7/?a=1#b opens /books/[id=int] {"id":7}',
  ],
  [
    "books",
    "books redirects to /books/, which opens /books {}; methods other than GET and HEAD are answered",
  ],
  ["/nowhere/", "/nowhere/ matches no route: /#not-found answers with status 404"],
  ["/boks/7/", "/boks/7/ matches no route: /#not-found answers with status 404; did you mean /books/7/?"],
  ["/shop/cart/", '/shop/cart/ opens no route: path("shop/", …) answers first (mysite/urls.py:17)'],
  [
    "/old/x",
    '/old/x opens no route: APPEND_SLASH, which redirects to /old/x/ for path("old/<slug:any>/", …),',
  ],
  ["/static/x.js", "/static/x.js opens no route: STATIC_URL (/static/) answers first"],
  ["/robots.txt", "/robots.txt opens no route: public/robots.txt answers first"],
])("%s is explained", async (url, answer) => {
  const { text, diagnostics } = await explain(url);
  expect(text.split("\n")[0]).toContain(answer);
  expect(diagnostics).toEqual([]);
});

test("every command that inspects the site warns of a route that nobody reaches", async () => {
  const { diagnostics } = await inspectSite(site, { path: process.env.DJK_TEST_PYTHON ?? "" });
  expect(diagnostics).toEqual([
    {
      code: "route-shadowed",
      severity: "warning",
      message: 'the URL /shop/cart/ does not open the route /shop/cart: path("shop/", …) answers first',
      at: { file: "routes/shop/cart/page.tsx" },
      hint: "rename the folder, or let the other one answer fewer URLs",
      related: [{ message: 'path("shop/", …)', at: { file: "mysite/urls.py", line: 17 } }],
    },
  ]);
});

test("a program reads the same", async () => {
  expect((await explain("/books/7")).explanation).toEqual({
    url: "/books/7",
    mount: "",
    route: "/books/[id=int]",
    params: { id: 7 },
    redirect: "/books/7/",
    notFound: null,
    suggestion: null,
    shadow: null,
    candidates: [
      {
        pattern: "/books/<int:id>/",
        route: "/books/[id=int]",
        matched: true,
        reason: "the first pattern that fits",
      },
      { pattern: "/books/", route: "/books", matched: false, reason: "ends after segment 1 of 2" },
    ],
  });
  expect((await explain("/shop/cart/")).explanation).toMatchObject({
    route: null,
    shadow: { name: 'path("shop/", …)', at: { file: "mysite/urls.py", line: 17 } },
    candidates: [{ route: "/shop/cart", matched: true }],
  });
});

test("below a mount the whole URL is explained", async () => {
  const mount = 'FORCE_SCRIPT_NAME = "/sub"\n';
  const toml = `[site]\npackage = "mysite"\n\n[django]\nAUTH_USER_MODEL = "auth.User"\n`;
  await writeFolder(site, { "djk.toml": toml + mount });
  expect((await explain("/sub/books/7")).text).toBe(
    [
      '/sub/books/7 redirects to /sub/books/7/, which opens /books/[id=int] {"id":7}; methods other than GET and HEAD are answered without a redirect',
      "  + /sub/books/<int:id>/  /books/[id=int]",
      "      the first pattern that fits",
      "  - /sub/books/  /books",
      "      ends after segment 1 of 2",
    ].join("\n"),
  );
  expect((await explain("/books/7/")).text).toBe(
    "/books/7/ opens no route: the site's urls.py includes them below another path",
  );
  await writeFolder(site, { "djk.toml": toml });
});

test("where Django does not start, the reason is told and the routes alone are explained", async () => {
  await writeFolder(site, { "mysite/urls.py": "urlpatterns = nothing\n" });
  const { text, diagnostics } = await explain("/books/7/");
  expect(text).toContain('/books/7/ opens /books/[id=int] {"id":7}');
  expect(diagnostics).toMatchObject([{ at: { file: "mysite/urls.py", line: 1 } }]);
  await writeFolder(site, { "mysite/urls.py": urls });
});
