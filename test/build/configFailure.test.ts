import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createViteConfig } from "../../src/build/viteConfig.js";
import type { Diagnostic, ProjectError } from "../../src/diagnostics/diagnostic.js";
import { makeClientSite } from "./clientSite.js";

let site: string;
beforeAll(async () => {
  site = await makeClientSite({});
});
afterAll(() => rm(site, { recursive: true }));

async function describeConfig(text: string): Promise<Diagnostic[]> {
  await writeFile(join(site, "vite.config.ts"), text);
  const error = await createViteConfig({ site, mode: "dev", base: "/" }).catch((thrown: unknown) => thrown);
  return (error as ProjectError).diagnostics;
}

test.each([
  ["on the first line", "export default {{\n", { line: 1, column: 17 }],
  ["below it", "export default {\n  plugins: [f(]\n};\n", { line: 2, column: 15 }],
])("an error of syntax %s of vite.config has the place that its author sees", async (_, text, place) => {
  const [problem, ...others] = await describeConfig(text);
  expect(others).toEqual([]);
  expect(problem).toMatchObject({ code: "vite-config", at: { file: "vite.config.ts", ...place } });
  expect(problem?.message).toBe("the site's Vite configuration cannot be loaded: Unexpected token");
});

test("a package that vite.config imports and is not installed is told by its name, without Vite's temporary file", async () => {
  const [problem] = await describeConfig('import nothing from "no-such-package";\nexport default nothing;\n');
  expect(problem).toMatchObject({ code: "vite-config", at: { file: "vite.config.ts" } });
  expect(problem?.message).toMatch(/no-such-package/);
  expect(problem?.message).not.toMatch(/timestamp|\.vite-temp|__vite_injected/);
});

test("colours in a message of vite.config reach no diagnostic", async () => {
  const [problem] = await describeConfig('throw new Error("\\x1b[31mon purpose\\x1b[0m");\n');
  expect(problem?.message).toBe("the site's Vite configuration cannot be loaded: on purpose");
});
