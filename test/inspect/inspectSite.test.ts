import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { generateManage } from "../../src/codegen/django/manage.js";
import { generateSettings } from "../../src/codegen/django/settings.js";
import { parseConfig } from "../../src/config/parseConfig.js";
import { ProjectError } from "../../src/diagnostics/diagnostic.js";
import { describeDjangoFailure, inspectSite } from "../../src/inspect/inspectSite.js";
import { findBasePython } from "../../src/inspect/interpreter.js";
import { makeFolder } from "../build/folder.js";

test("a module that prints while Django starts does not spoil the report", async () => {
  const report = '{"converters": [], "handlers": [], "diagnostics": []}';
  const site = await makeFolder({ "manage.py": `print("models loaded")\nprint('${report}')\n` });
  const interpreter = await findBasePython({ python: process.env.DJK_TEST_BASE_PYTHON ?? "python3" });
  expect(await inspectSite(site, interpreter)).toEqual(JSON.parse(report));
  await rm(site, { recursive: true });
});

const repository = join(import.meta.dirname, "../..");

/** The problems of a site with this djk.toml, which does not start. */
async function refuse(toml: string) {
  vi.stubEnv("PYTHONPATH", join(repository, "python/src"));
  const { config, diagnostics } = parseConfig(toml, "djk.toml");
  if (config === null) throw new ProjectError(diagnostics);
  const site = await makeFolder({
    "djk.toml": toml,
    "manage.py": generateManage("dev"),
    ".djk/django/djk_site/__init__.py": "",
    ".djk/django/djk_site/settings.py": generateSettings(config, "dev"),
    "shop/__init__.py": "",
  });
  onTestFinished(() => {
    vi.unstubAllEnvs();
    return rm(site, { recursive: true });
  });
  const error = await inspectSite(site, { path: process.env.DJK_TEST_PYTHON ?? "" }).catch(
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ProjectError)) throw new Error(`the site started, or: ${error}`);
  return error.diagnostics.map(({ code, at, hint }) => ({ code, at: `${at?.file}:${at?.line}`, hint }));
}

test("a missing variable is told at its line of djk.toml, and where to write it", async () => {
  const found = await refuse(
    '[site]\npackage = "shop"\n[django]\nAPI = { env = "API_KEY" }\nPAGE_SIZE = { env = "PAGE_SIZE", type = "int" }\n',
  );
  expect(found).toMatchObject([
    { code: "environment-variable", at: "djk.toml:4" },
    {
      code: "environment-variable",
      at: "djk.toml:5",
      hint: expect.stringContaining("PAGE_SIZE=… into .env"),
    },
  ]);
});

test("a package that does not exist is told at its line of djk.toml, with the one that was meant", async () => {
  expect(await refuse('[site]\npackage = "shopp"\n')).toEqual([
    { code: "setting-import", at: "djk.toml:2", hint: "did you mean shop?" },
  ]);
});

test("a time zone that does not exist is told at its line of djk.toml", async () => {
  expect(await refuse('[site]\npackage = "shop"\n[django]\nTIME_ZONE = "Europe/Berlinn"\n')).toEqual([
    { code: "setting-value", at: "djk.toml:4", hint: "did you mean Europe/Berlin?" },
  ]);
});

test("without Django the advice is to set the site up, and not a command that needs Django", () => {
  const output = "manage.py: No module named 'django'. Run: djk setup\n";
  expect(describeDjangoFailure(output, "/a/site")).toMatchObject({ hint: "run: npx djk setup" });
});

test("what Django printed is detail of the problem, never its hint, and nothing frozen is its place", () => {
  const output = `Traceback (most recent call last):
  File "<frozen importlib._bootstrap>", line 1140, in _find_and_load_unlocked
  File "/site/.djk/django/djk_site/root.py", line 3, in <module>
  File "/site/manage.py", line 3, in <module>
LookupError: nothing here
`;
  expect(describeDjangoFailure(output, "/site")).toEqual({
    code: "django-failed",
    severity: "error",
    message: "Django does not start: LookupError: nothing here",
    detail: expect.stringContaining("root.py"),
  });
});
