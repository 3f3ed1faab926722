import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { fixProblems } from "../../src/cli/fixProblems.js";
import { writeFiles } from "../../src/files/writeFiles.js";
import { inspectSite } from "../../src/inspect/inspectSite.js";
import { generateSite, ownedFolders } from "../../src/project/generateProject.js";
import { loadProject } from "../../src/project/loadProject.js";
import { makeRoutedSite } from "../router/site.js";

const component = "export default () => null;\n";
const people = `from typing import TypedDict

from django.contrib.auth.models import Group, User


class People(TypedDict):
    everyone: list[User]
    groups: "list[Group]"


def get(request) -> People:
    return {"everyone": User.objects.all(), "groups": Group.objects.all()}
`;
const fixed = `from typing import Annotated, TypedDict

from django.contrib.auth.models import Group, User
from djk import pick


class People(TypedDict):
    everyone: list[Annotated[User, pick("id", "last_login", "is_superuser", "username", "first_name", "last_name", "email", "is_staff", "is_active", "date_joined")]]
    groups: 'list[Annotated[Group, pick("id", "name")]]'


def get(request) -> People:
    return {"everyone": User.objects.all(), "groups": Group.objects.all()}
`;
let site: string;

beforeAll(async () => {
  vi.stubEnv("PYTHONPATH", join(import.meta.dirname, "../../python/src"));
  ({ site } = await makeRoutedSite({
    "routes/page.tsx": component,
    "routes/page.py": "from django.contrib.auth.models import User\ndef get(request) -> User: ...\n",
    "routes/people/page.tsx": component,
    "routes/people/page.py": people,
  }));
  await writeFiles(site, generateSite(await loadProject(site, async () => [])), ownedFolders);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(site, { recursive: true });
});

test("bare models are given their pick() and the imports, and nothing is left to tell", async () => {
  const lines: string[] = [];
  const terminal = { out: () => {}, err: (line: string) => lines.push(line) };
  const inspect = () => inspectSite(site, { path: process.env.DJK_TEST_PYTHON ?? "" });
  const before = await inspect();
  expect(before.diagnostics.map(({ code }) => code)).toEqual(Array(3).fill("model-without-pick"));

  const { diagnostics, handlers } = await fixProblems(inspect, site, terminal as never);
  expect(diagnostics).toEqual([]);
  expect(handlers.map(({ file }) => file)).toEqual(["routes/people/page.py", "routes/page.py"]);
  expect(await readFile(join(site, "routes/people/page.py"), "utf8")).toBe(fixed);
  expect(await readFile(join(site, "routes/page.py"), "utf8")).toContain("-> Annotated[User, pick(");
  expect(lines.at(-1)).toBe(`routes/people/page.py:8 now has: 'list[Annotated[Group, pick("id", "name")]]'`);
});
