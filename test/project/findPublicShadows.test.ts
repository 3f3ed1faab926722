import { rm } from "node:fs/promises";
import { expect, test } from "vitest";
import { findPublicFile, findPublicShadows } from "../../src/project/findPublicShadows.js";
import { scanPublic } from "../../src/project/scanPublic.js";
import { makeFolder } from "../build/folder.js";
import { tableOf } from "../router/world.js";

const routes = [
  "page.tsx",
  "about/page.tsx",
  "robots.txt/route.py",
  "a b/é.txt/route.py",
  "[...path]/page.tsx",
];

test("a route that has one URL, and that is a file's, is never opened", () => {
  const { table } = tableOf(routes);
  const files = ["robots.txt", "about", "a b/é.txt", "other.txt", "about/index.html"];
  expect(findPublicShadows(files, table)).toEqual([
    {
      code: "route-shadowed",
      severity: "warning",
      message: "the URL /a%20b/%C3%A9.txt does not open the route /a b/é.txt: public/a b/é.txt answers first",
      at: { file: "routes/a b/é.txt/route.py" },
      hint: "remove the file, or rename the folder",
      related: [{ message: "public/a b/é.txt", at: { file: "public/a b/é.txt" } }],
    },
    {
      code: "route-shadowed",
      severity: "warning",
      message: "the URL /robots.txt does not open the route /robots.txt: public/robots.txt answers first",
      at: { file: "routes/robots.txt/route.py" },
      hint: "remove the file, or rename the folder",
      related: [{ message: "public/robots.txt", at: { file: "public/robots.txt" } }],
    },
  ]);
});

test("without slashes a page can have the URL of a file, too", () => {
  const { table } = tableOf(routes, "never");
  expect(findPublicShadows(["about"], table)).toMatchObject([{ at: { file: "routes/about/page.tsx" } }]);
});

test("the files of public/ are listed with those in its folders", async () => {
  const site = await makeFolder({ "public/robots.txt": "", "public/.well-known/a.json": "" });
  expect(scanPublic(site)).toEqual([".well-known/a.json", "robots.txt"]);
  await rm(site, { recursive: true });
  expect(scanPublic(site)).toEqual([]);
});

test("a URL path opens a file under its decoded name", () => {
  expect(findPublicFile(["a b/é.txt"], "/a%20b/%C3%A9.txt")).toBe("public/a b/é.txt");
  expect(findPublicFile(["a"], "/a/")).toBeNull();
});
