import { rm } from "node:fs/promises";
import { expect, onTestFinished, test } from "vitest";
import { loadProject } from "../../src/project/loadProject.js";
import { makeFolder } from "../build/folder.js";

/** The warnings of a site with this `[routing]`, whose Django knows year and month. */
async function warningsOf(routing: string, ...files: string[]) {
  const toml = `[site]\npackage = "mysite"\n\n[routing]\n${routing}\n`;
  const site = await makeFolder({
    "djk.toml": toml,
    ...Object.fromEntries(files.map((file) => [file, ""])),
  });
  onTestFinished(() => rm(site, { recursive: true }));
  const registered = ["year", "month"].map((name) => ({ name, regex: "[0-9]+" }));
  return (await loadProject(site, async () => registered)).warnings;
}

test("a rank that no folder asks for is a warning with what was meant", async () => {
  const warnings = await warningsOf(
    "converters = { yaer = { rank = 15 }, other = { rank = 9 } }",
    "routes/[y=year]/page.tsx",
  );
  expect(warnings).toEqual([
    {
      code: "converter-unused",
      severity: "warning",
      message:
        'djk.toml ranks the converter "yaer", which no folder below routes/ names; did you mean "year"?',
      at: { file: "djk.toml" },
      hint: "Correct the name.",
    },
    {
      code: "converter-unused",
      severity: "warning",
      message: 'djk.toml ranks the converter "other", which no folder below routes/ names',
      at: { file: "djk.toml" },
      hint: "Remove it from [routing], or name a folder [x=other].",
    },
  ]);
});

test("ranks of djk.toml decide between two converters, and without them a warning says so", async () => {
  const files = ["routes/[y=year]/page.tsx", "routes/[m=month]/page.tsx"];
  expect(await warningsOf("converters = { year = { rank = 15 } }", ...files)).toEqual([]);
  expect(await warningsOf("", ...files)).toMatchObject([{ code: "converter-order" }]);
});

test("a file in public/ that hides a route is a warning of the project", async () => {
  const warnings = await warningsOf("", "routes/robots.txt/route.py", "public/robots.txt");
  expect(warnings).toMatchObject([{ code: "route-shadowed", at: { file: "routes/robots.txt/route.py" } }]);
});
