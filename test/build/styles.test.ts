import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildClient, type ClientBuild } from "../../src/build/clientBuild.js";
import { makeClientSite } from "./clientSite.js";
import { styledFiles, styledPackages } from "./styledSite.js";

const entries = {
  entry: ".djk/client/entry.tsx",
  plain: ".djk/client/branches/plain.tsx",
  styled: ".djk/client/branches/styled.tsx",
};

let site: string;
let built: ClientBuild;

beforeAll(async () => {
  site = await makeClientSite(styledFiles, styledPackages);
  built = await buildClient({ site, base: "/static/client/", entries });
});
afterAll(() => rm(site, { recursive: true }));

function read(path = ""): string {
  return String(built.files.find((file) => file.path === path)?.content);
}

function readStyles(entry: string): string {
  return (built.manifest[entry]?.css ?? []).map(read).join("\n");
}

test("a page's stylesheets are its own: modules, plain ones, what they import", () => {
  const styles = readStyles(entries.styled);
  expect(styles).toMatch(/\._base_\w+\{margin:7px\}\._card_\w+\{color:#aa0001\}/);
  expect(styles).toContain(".shared{");
  expect(built.manifest[entries.plain]?.css).toBeUndefined();
  expect(styles).not.toContain("#123456");
  expect(read(built.manifest[entries.styled]?.file)).toMatch(
    /card:`_card_\w+ _base_\w+`|"_card_\w+ _base_\w+"/,
  );
});

test("PostCSS and Tailwind work with the site's configuration", () => {
  const styles = readStyles(entries.styled);
  expect(styles).toMatch(/\.shared\{color:#bb0002\}/);
  expect(styles).toMatch(/\.grid-cols-7\{grid-template-columns:repeat\(7,/);
  expect(styles).toContain(".grid-cols-11{"); // from a template of Django's
  expect(styles).not.toContain("grid-cols-8");
});

test("pictures and fonts have the URL that Django serves them at", () => {
  const styles = readStyles(entries.styled);
  const code = read(built.manifest[entries.styled]?.file);
  for (const pattern of [
    /\/static\/client\/picture-[\w-]+\.svg/,
    /\/static\/client\/letters-[\w-]+\.woff2/,
  ]) {
    const [url = "nothing"] = pattern.exec(styles) ?? [];
    expect(code).toContain(url);
    expect(built.files.map(({ path }) => `/static/client/${path}`)).toContain(url);
  }
});

test("raw text, JSON, an alias and a definition of the site are in the page", () => {
  const code = read(built.manifest[entries.styled]?.file);
  for (const text of ["raw note", "figure 1", "by an alias", "version-1"]) expect(code).toContain(text);
});

test("an alias of the site's own takes the place of @/", async () => {
  await writeFile(
    join(site, "vite.config.ts"),
    'export default { resolve: { alias: [{ find: "@", replacement: import.meta.dirname + "/shared" }] } };\n',
  );
  await writeFile(
    join(site, "routes/page.tsx"),
    'import { word } from "@/word";\nexport default () => <h1>{word}</h1>;\n',
  );
  const { plain, entry } = entries;
  const other = await buildClient({ site, base: "/static/client/", entries: { plain, entry } });
  expect(other.files.some(({ content }) => String(content).includes("by an alias"))).toBe(true);
});

test("a language of styles that is not installed is named with the command that installs it", async () => {
  await writeFile(join(site, "routes/site.scss"), "a { b { color: red } }\n");
  await writeFile(join(site, "routes/page.tsx"), 'import "./site.scss";\nexport default () => null;\n');
  const { plain } = entries;
  await expect(buildClient({ site, base: "/static/client/", entries: { plain } })).rejects.toMatchObject({
    diagnostics: [
      {
        code: "client-build",
        message: expect.stringContaining("sass-embedded"),
        at: { file: "routes/site.scss" },
      },
    ],
  });
});

test("what djk decides is a warning of the build", async () => {
  await writeFile(
    join(site, "vite.config.ts"),
    'export default { build: { outDir: "out", target: "es2022" } };\n',
  );
  await writeFile(join(site, "routes/page.tsx"), "export default () => null;\n");
  const { plain } = entries;
  const { warnings } = await buildClient({ site, base: "/static/client/", entries: { plain } });
  expect(warnings).toMatchObject([
    { code: "vite-option", message: expect.stringMatching(/^build\.outDir /) },
  ]);
});
