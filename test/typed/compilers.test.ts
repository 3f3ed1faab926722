import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { inspectSite } from "../../src/inspect/inspectSite.js";
import { writeSiteTypes } from "../../src/project/siteTypes.js";
import { compilers, findTypeErrors, installReact, removeSite } from "../codegen/types/compilers.js";
import { makeRoutedSite } from "../router/site.js";

const folder = join(import.meta.dirname, "site");
const place = "routes/books/[slug=slug]";

/** The files below a folder, by their path in it. */
function readFolder(root: string): Record<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(root.length + 1), readFileSync(path, "utf8")];
    }),
  );
}

/** The errors that wrong uses name, each at the end of its line. */
function listExpected(files: Record<string, string>): string[] {
  return Object.entries(files).flatMap(([path, text]) =>
    text.split("\n").flatMap((line, index) => {
      const code = /\/\/ (TS\d+)$/.exec(line)?.[1];
      return code === undefined ? [] : [`${path}:${index + 1} ${code}`];
    }),
  );
}

const wrong = Object.fromEntries(
  Object.entries(readFolder(join(import.meta.dirname, "wrong"))).map(([name, text]) => [
    `${place}/wrong-${name}`,
    text,
  ]),
);

let site: string;

beforeAll(async () => {
  vi.stubEnv("PYTHONPATH", join(import.meta.dirname, "../../python/src"));
  const { site: made, project } = await makeRoutedSite({ ...readFolder(folder), ...wrong });
  site = made;
  const inspection = await inspectSite(site, { path: process.env.DJK_TEST_PYTHON ?? "" });
  expect(inspection.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  await writeSiteTypes(site, project.table, inspection);
  await installReact(site);
}, 60_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await removeSite(site);
});

describe.each(compilers)("%s", (compiler) => {
  test("takes what is right, and refuses each wrong use at its line", async () => {
    expect(findTypeErrors(compiler, site).sort()).toEqual(listExpected(wrong).sort());
  });
});
