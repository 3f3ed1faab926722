import { rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LiveVite, openLiveVite } from "../../src/dev/liveVite.js";
import { createRepetitions } from "../../src/dev/repetitions.js";
import { startVite } from "../../src/dev/startVite.js";
import { type Diagnostic, ProjectError } from "../../src/diagnostics/diagnostic.js";
import { makeClientSite } from "../build/clientSite.js";
import { styledFiles, styledPackages } from "../build/styledSite.js";

let site: string;
let vite: LiveVite;
let server: Server;
let restarts: number;
let failures: string[];
let warnings: Diagnostic[];

beforeEach(async () => {
  site = await makeClientSite(styledFiles, styledPackages);
  restarts = 0;
  failures = [];
  vite = await openLiveVite({ start, onRestart: () => restarts++, onFailure: fail });
  server = createServer((request, response) => vite.handle(request, response, () => response.end()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  await vite.close();
  server.close();
  await rm(site, { recursive: true, maxRetries: 10 }); // Vite may be writing what it has optimized
});

function start(upgrades: Server, onConfigChange: () => void) {
  const warn = (problems: Diagnostic[]) => {
    warnings = problems;
  };
  const repetitions = createRepetitions(() => 0);
  const options = { site, upgrades, allowedHosts: [], repetitions, plugins: [], warn, onConfigChange, fail };
  return startVite(options);
}

function fail(error: unknown): void {
  failures.push(error instanceof ProjectError ? error.message : String(error));
}

async function get(path: string): Promise<string> {
  const { port } = server.address() as AddressInfo;
  return (await fetch(`http://127.0.0.1:${port}/_djk/${path}`)).text();
}

/** What `define` of the configuration says: a development server gives it to the browser as globals. */
function getDefinitions(): Promise<string> {
  return get("@vite/env");
}

function write(path: string, text: string): Promise<void> {
  return writeFile(join(site, path), text);
}

test("styles, assets and the site's configuration are as in a build", async () => {
  expect(await get("routes/styled/card.module.css")).toMatch(/\.(_card_\w+) \{ color: #aa0001[\s\S]*_base_/);
  const styles = await get("routes/styled/styled.css");
  expect(styles).toContain(".shared { color: #bb0002 }");
  expect(styles).toContain('url(\\"/_djk/assets/letters.woff2\\")');
  expect(styles).toContain('url(\\"/_djk/assets/picture.svg\\")');
  expect(await get("styles/tailwind.css")).toMatch(/\.grid-cols-7 \{/);
  const page = await get("routes/styled/page.tsx");
  expect(await getDefinitions()).toContain("version-1");
  expect(page).toContain('from "/_djk/shared/word.ts"');
  expect(await get("assets/picture.svg?import")).toContain('"/_djk/assets/picture.svg"');
  expect(await get("routes/styled/note.md?import&raw")).toContain("raw note");
  expect(warnings).toEqual([]);
});

test("Vite starts again with what vite.config imports, and with a configuration of PostCSS", async () => {
  await write("version.ts", 'export const version = "version-2";\n');
  await expect.poll(getDefinitions, { timeout: 10_000 }).toContain("version-2");
  await write("postcss.config.js", "export default { plugins: [] };\n");
  await expect.poll(() => get("styles/shared.css"), { timeout: 10_000 }).toContain("var(--brand)");
  await write(
    "vite.config.ts",
    "export default { base: '/x/', define: { __VERSION__: '3' }, logLevel: 'silent' };\n",
  );
  await expect.poll(() => warnings.map(({ code }) => code), { timeout: 10_000 }).toEqual(["vite-option"]);
  await write("vite.config.ts", "export default { logLevel: 'silent' };\n");
  await expect.poll(getDefinitions, { timeout: 10_000 }).not.toContain("__VERSION__");
  expect(failures).toEqual([]);
});

test("a file that is emptied before it is written starts Vite again once", async () => {
  await write("vite.config.ts", "");
  await new Promise((resolve) => setTimeout(resolve, 60)); // longer than the watcher takes two changes for one
  await write("vite.config.ts", "export default { define: { __VERSION__: '4' }, logLevel: 'silent' };\n");
  await expect.poll(getDefinitions, { timeout: 10_000 }).toContain('__VERSION__": 4');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(restarts).toBe(1);
  expect(failures).toEqual([]);
});

test.each([
  ["cannot be parsed", "export default {{\n"],
  ["throws", 'throw new Error("on purpose");\n'],
  [
    "has a plugin that throws",
    'export default { plugins: [{ name: "a", configResolved() { throw new Error("on purpose"); } }] };\n',
  ],
])("with a vite.config that %s the former Vite stays until it is mended", async (_, text) => {
  await write("vite.config.ts", text);
  await expect.poll(() => failures, { timeout: 10_000 }).toEqual([expect.stringMatching(/^vite-config: /)]);
  expect(await getDefinitions()).toContain("version-1");
  await write("vite.config.ts", styledFiles["vite.config.ts"].replace("(version)", '(version + "9")'));
  await expect.poll(getDefinitions, { timeout: 10_000 }).toContain("version-19");
  expect(restarts).toBe(1);
});

test("Tailwind finds what an edited page newly uses", async () => {
  expect(await get("styles/tailwind.css")).not.toContain(".grid-cols-9");
  await write("routes/page.tsx", 'export default () => <h1 className="grid-cols-9">Edited</h1>;\n');
  await expect.poll(() => get("styles/tailwind.css"), { timeout: 10_000 }).toMatch(/\.grid-cols-9 \{/);
});

test("a page that is edited does not start Vite again", async () => {
  await write("routes/page.tsx", "export default () => <h1>Edited</h1>;\n");
  await expect.poll(() => get("routes/page.tsx"), { timeout: 10_000 }).toContain("Edited");
  expect(restarts).toBe(0);
});
