import { rm } from "node:fs/promises";
import { expect, test } from "vitest";
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

test("variables that are missing are problems of their own, each with its name and the place for it", () => {
  const output = `The environment of this site is not complete (DJK_ENV is dev):
  MAPS_TOKEN is missing: set it to a text.
  .env, line 2, is not NAME=value; quotes have to be closed.
`;
  expect(describeDjangoFailure(output, "/a/site")).toEqual([
    {
      code: "environment-incomplete",
      severity: "error",
      message: "MAPS_TOKEN is missing: set it to a text",
      hint: "write it into .env",
    },
    {
      code: "environment-incomplete",
      severity: "error",
      message: ".env, line 2, is not NAME=value; quotes have to be closed",
    },
  ]);
  const production = output.replace("is dev", "is production");
  expect(describeDjangoFailure(production, "/a/site")[0]?.hint).toContain("environment of the process");
});

test("without Django the advice is to set the site up, and not a command that needs Django", () => {
  const output = "manage.py: No module named 'django'. Run: djk setup\n";
  expect(describeDjangoFailure(output, "/a/site")).toMatchObject([{ hint: "run: npx djk setup" }]);
});
