import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { generateManage } from "../../src/codegen/django/manage.js";
import { type Diagnostic, ProjectError } from "../../src/diagnostics/diagnostic.js";
import { findInterpreter } from "../../src/inspect/interpreter.js";
import { readConverters } from "../../src/inspect/readConverters.js";
import { generateSettingsOnly } from "../../src/project/generateProject.js";
import { loadProject } from "../../src/project/loadProject.js";
import { makeFolder } from "../build/folder.js";

const repository = join(import.meta.dirname, "../..");
const python = process.env.DJK_TEST_PYTHON ?? "";
let site: string;

beforeEach(async () => {
  vi.stubEnv("PYTHONPATH", join(repository, "python/src"));
  site = await makeFolder({
    "djk.toml": '[site]\npackage = "shop"\n\n[django]\nAUTH_USER_MODEL = "auth.User"\n',
    "manage.py": generateManage("dev"),
    "shop/__init__.py": "",
    "shop/urls.py": "from django.urls import path\n\nimport nothing_here\n",
    "routes/page.tsx": "export default () => null;\n",
    "routes/@side/page.tsx": "export default () => null;\n",
    "routes/[y=year]/page.tsx": "export default () => null;\n",
  });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(site, { recursive: true });
});

test("a broken urls.py is named, and not the converter that it would have registered", async () => {
  const { diagnostics } = await refuse();
  expect(diagnostics.map(({ code, at }) => [code, at?.file, at?.line])).toEqual([
    ["parallel-route", "routes/@side", undefined],
    ["handler-import", "shop/urls.py", 3],
  ]);
  expect(diagnostics[1]?.message).toContain("nothing_here");
});

async function refuse(): Promise<{ diagnostics: readonly Diagnostic[] }> {
  const interpreter = await findInterpreter(site, { python });
  const error = await loadProject(site, (config, modules) =>
    readConverters(site, interpreter, generateSettingsOnly(config, modules)),
  ).catch((thrown: unknown) => thrown);
  if (!(error instanceof ProjectError)) throw error;
  return error;
}
