import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createInspector, type Inspector } from "../../src/dev/inspector.js";
import { removeSite } from "../codegen/types/compilers.js";
import { makeRoutedSite } from "../router/site.js";

const page = (field: string) => `from typing import TypedDict

from mysite.shapes import Writer


class Story(TypedDict):
    ${field}: str
    writer: Writer


def get(request) -> Story:
    raise NotImplementedError
`;

const shapes = (field: string) => `from typing import TypedDict


class Writer(TypedDict):
    ${field}: str
`;

let site: string;
let inspector: Inspector;

beforeEach(async () => {
  vi.stubEnv("PYTHONPATH", join(import.meta.dirname, "../../python/src"));
  const made = await makeRoutedSite({
    "routes/page.tsx": "",
    "routes/page.py": page("title"),
    "routes/about/page.tsx": "",
    "routes/about/page.py": "def get(request):\n    return {}\n",
    "mysite/urls.py": `from django.urls import include, path
urlpatterns = [path("about/", lambda request: None, name="about"), path("", include("djk_site.urls"))]
`,
    "mysite/shapes.py": shapes("name"),
  });
  site = made.site;
  inspector = createInspector({
    site,
    interpreter: { path: process.env.DJK_TEST_PYTHON ?? "" },
    listArguments: () => [],
  });
});
afterEach(async () => {
  await inspector.end();
  vi.unstubAllEnvs();
  await removeSite(site);
});

/** The fields of each named type, and the codes of all problems. */
async function known(asked: ReturnType<Inspector["inspect"]>) {
  const found = await asked;
  const types = Object.values(found?.types ?? {}).map(({ name, type }) => [
    name,
    type.kind === "object" ? type.fields.map((field) => field.name) : [],
  ]);
  return { types: Object.fromEntries(types), problems: found?.diagnostics.map(({ code }) => code).sort() };
}

async function change(path: string, text: string): Promise<void> {
  await writeFile(join(site, path), text);
  inspector.note(path);
}

test("Django's own process reads a changed handler again, and what is wrong with the whole site stands", async () => {
  const shadows = ["name-conflict", "route-shadowed"];
  expect(await known(inspector.inspect())).toEqual({
    types: { Story: ["title", "writer"], Writer: ["name"] },
    problems: shadows,
  });
  await change("routes/page.py", page("headline"));
  expect(await known(inspector.inspectWarm())).toEqual({
    types: { Story: ["headline", "writer"], Writer: ["name"] },
    problems: shadows,
  });
  await change("routes/page.py", "def get(request) ->\n");
  expect((await known(inspector.inspectWarm())).problems).toEqual(["handler-syntax", ...shadows]);
  await change("routes/page.py", page("title"));
  expect(await known(inspector.inspectWarm())).toMatchObject({ problems: shadows });
});

test("Django starts anew for another module, and where an import of it had failed", async () => {
  await known(inspector.inspect());
  await change("mysite/shapes.py", shapes("full_name"));
  expect(await inspector.inspectWarm()).toBeNull();
  expect((await known(inspector.inspect())).types).toMatchObject({ Writer: ["full_name"] });
  await change("mysite/shapes.py", "from mysite.nowhere import Writer\n");
  expect((await known(inspector.inspect())).problems).toContain("handler-import");
  await change("routes/page.py", "def get(request):\n    return {}\n");
  expect(await inspector.inspectWarm()).toBeNull();
  expect((await known(inspector.inspect())).problems).not.toContain("handler-import");
});
