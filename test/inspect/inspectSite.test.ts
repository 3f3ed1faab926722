import { rm } from "node:fs/promises";
import { expect, test } from "vitest";
import { inspectSite } from "../../src/inspect/inspectSite.js";
import { findBasePython } from "../../src/inspect/interpreter.js";
import { makeFolder } from "../build/folder.js";

test("a module that prints while Django starts does not spoil the report", async () => {
  const report = '{"converters": [], "handlers": [], "diagnostics": []}';
  const site = await makeFolder({ "manage.py": `print("models loaded")\nprint('${report}')\n` });
  const interpreter = await findBasePython({ python: process.env.DJK_TEST_BASE_PYTHON ?? "python3" });
  expect(await inspectSite(site, interpreter)).toEqual(JSON.parse(report));
  await rm(site, { recursive: true });
});
