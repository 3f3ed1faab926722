import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { DjangoState } from "../../src/dev/djangoProcess.js";
import { checkPython, type LiveSite, openLiveSite, reloadSite } from "../../src/dev/liveSite.js";
import { createProblems } from "../../src/dev/problems.js";
import { type Diagnostic, ProjectError } from "../../src/diagnostics/diagnostic.js";
import { findBasePython } from "../../src/inspect/interpreter.js";
import { loadProject } from "../../src/project/loadProject.js";
import { makeFolder } from "../build/folder.js";

const oldProblem: Diagnostic = {
  code: "environment-variable",
  severity: "error",
  message: "MAPS_TOKEN is missing: set it to a text",
};

let site: string;
let printed: string[];
let live: LiveSite;
let loadError: Error | null;

beforeEach(async () => {
  site = await makeFolder({ "djk.toml": '[site]\npackage = "mysite"\n', "routes/page.tsx": "" });
  printed = [];
  loadError = null;
  const print = (text: string) => printed.push(text);
  live = await openLiveSite(
    {
      site,
      interpreter: await findBasePython({ python: process.env.DJK_TEST_BASE_PYTHON ?? "python3" }),
      load: async () => {
        if (loadError !== null) throw loadError;
        return loadProject(site, async () => []);
      },
    },
    createProblems({ print, readSource: () => null, colour: false }, () => {}),
  );
});
afterEach(() => rm(site, { recursive: true }));

function readOverlay(): string {
  const payload = live.problems.describe();
  return payload.type === "custom" ? JSON.stringify(payload.data) : "";
}

const fails = (output: string) => {
  const state: DjangoState = { kind: "failed", output };
  return async () => state;
};

test("what kept Django from starting before is not in the overlay beside what keeps it now", async () => {
  await checkPython(
    live,
    fails(
      "The environment of this site is not complete (DJK_ENV is dev):\n  MAPS_TOKEN is missing: set it to a text.",
    ),
  );
  loadError = new ProjectError([oldProblem]);
  await reloadSite(live);
  expect(readOverlay()).toContain("MAPS_TOKEN");
  await checkPython(live, fails("ModuleNotFoundError: No module named 'missing'"));
  expect(readOverlay()).toContain("No module named 'missing'");
  expect(readOverlay()).not.toContain("MAPS_TOKEN");
});

test("what was found before another start of Django is out of date", async () => {
  await checkPython(live, async () => ({ kind: "failed", output: "NameError: it was mended since" }));
  expect(readOverlay()).toBe("[]");
});

test("what else is wrong with the site stays beside it", async () => {
  loadError = new ProjectError([
    oldProblem,
    { ...oldProblem, code: "route-conflict", message: "two routes" },
  ]);
  await reloadSite(live);
  expect(readOverlay()).toContain("two routes");
  expect(readOverlay()).not.toContain("MAPS_TOKEN");
});

test("a Python that was removed is said to be gone, with the command that brings it back", async () => {
  const path = join(site, ".venv/bin/python");
  live.options = { ...live.options, interpreter: { ...live.options.interpreter, path } };
  await checkPython(live, fails(`Cannot run ${path} in ${site}`));
  expect(printed.join("\n")).toContain(".venv/bin/python [python-missing]");
  expect(printed.join("\n")).toContain("npx djk setup");
  expect(printed.join("\n")).not.toContain("manage check");
});

test("of a handler that is gone while the routes cannot be read only the routes are told", async () => {
  const gone = { code: "handler-import", severity: "error", message: "routes.books.page cannot be imported" };
  const broken = { ...gone, message: "routes/page.py cannot be imported", at: { file: "routes/page.py" } };
  const report = JSON.stringify({ converters: [], handlers: [], diagnostics: [gone, broken] });
  await writeFile(join(site, "manage.py"), `print(${JSON.stringify(report)})\n`);
  const up: DjangoState = { kind: "up" };
  await checkPython(live, async () => up);
  expect(readOverlay()).toContain("routes.books.page");
  loadError = new ProjectError({
    ...oldProblem,
    code: "routes-missing",
    message: "there is no folder routes/",
  });
  await reloadSite(live);
  await checkPython(live, async () => up);
  expect(readOverlay()).toContain("there is no folder");
  expect(readOverlay()).toContain("routes/page.py");
  expect(readOverlay()).not.toContain("routes.books.page");
});
