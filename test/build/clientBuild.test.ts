import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildClient, type ClientBuild, type ClientFile } from "../../src/build/clientBuild.js";
import { listStylesheets, walkImports } from "../../src/build/manifest.js";
import { type Diagnostic, ProjectError } from "../../src/diagnostics/diagnostic.js";
import { entryFile, formatBranch, layoutFile, makeClientSite } from "./clientSite.js";

const entries = {
  entry: ".djk/client/entry.tsx",
  page_home: ".djk/client/branches/home.tsx",
  page_books_p_slug: ".djk/client/branches/books_p_slug.tsx",
};

const bookPage = "routes/books/[slug]/page.tsx";

const files = {
  [entries.entry]: entryFile,
  [entries.page_home]: formatBranch("routes/page.tsx"),
  [entries.page_books_p_slug]: formatBranch(bookPage),
  "routes/layout.tsx": layoutFile,
  "routes/site.css": "body { color: #123456 }",
  "routes/page.tsx": `import { type PageProps } from "./$types";
import { greeting } from "@/components/greeting";
export default function Home(props: PageProps) {
  return <h1>{greeting}</h1>;
}
`,
  "components/greeting.ts": 'export const greeting = "Hello from components";\n',
  [bookPage]: `import "./book.css";
import cover from "./my cover (1).svg";
export default function Book() {
  console.debug("a book");
  return <img alt="A book" src={cover} />;
}
`,
  "routes/books/[slug]/book.css": "h1 { color: #abcdef }",
  "routes/books/[slug]/my cover (1).svg": `<svg xmlns="http://www.w3.org/2000/svg">${"<g/>".repeat(2000)}</svg>`,
};

let site: string;

beforeEach(async () => {
  site = await makeClientSite(files);
});

afterEach(async () => {
  await rm(site, { recursive: true });
});

function build(): Promise<ClientBuild> {
  return buildClient({ site, base: "/static/client/", entries });
}

function isSame(one: ClientFile, other: ClientFile | undefined): boolean {
  return one.path === other?.path && Buffer.from(one.content).equals(Buffer.from(other.content));
}

async function buildBroken(changed: Record<string, string>): Promise<Diagnostic[]> {
  for (const [path, content] of Object.entries(changed)) await writeFile(join(site, path), content);
  const error = await build().then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ProjectError);
  return (error as ProjectError).diagnostics;
}

describe("the client build", () => {
  test("a branch is a module of its own that exports it, and shares the layout with the others", async () => {
    const { files: built, manifest } = await build();
    const home = manifest[entries.page_home];
    const code = String(built.find((file) => file.path === home?.file)?.content);
    expect(code).toMatch(/export\s*\{\s*\w+ as default\s*\}/);
    expect(code).toContain("Hello from components");
    expect(code).not.toContain("A book");
    expect(code).not.toContain("Shared layout");
    expect(built.filter((file) => String(file.content).includes("Shared layout"))).toHaveLength(1);
  });

  test("React lies in a chunk that an edit of a page does not rename", async () => {
    const before = (await build()).files.find((file) => file.path.startsWith("vendor-"));
    await writeFile(join(site, "components/greeting.ts"), 'export const greeting = "Changed";\n');
    const after = (await build()).files.find((file) => file.path.startsWith("vendor-"));
    expect(before?.path).toBeDefined();
    expect(after?.path).toBe(before?.path);
  });

  test("files are flat, their names safe and hashed; the manifest and the source maps are apart", async () => {
    const { files: built, sourceMaps } = await build();
    for (const { path } of built) expect(path).toMatch(/^[A-Za-z0-9_]+-[\w-]{8}\.(js|css|svg)$/);
    expect(sourceMaps.length).toBeGreaterThan(0);
    expect(built.some(({ content }) => String(content).includes("sourceMappingURL"))).toBe(false);
  });

  test("stylesheets and assets belong to the branch that imports them", async () => {
    const { manifest } = await build();
    expect(manifest[entries.page_books_p_slug]?.css).toHaveLength(1);
    expect(manifest[entries.page_books_p_slug]?.assets?.[0]).toMatch(/^my_cover_1-[\w-]+\.svg$/);
    expect(manifest[entries.page_home]?.css).toBeUndefined();
  });

  test("the stylesheet of a shared component is loaded once by each page that uses it, and by no other", async () => {
    await writeFile(join(site, "components/card.css"), ".card { color: #c0ffee }");
    await writeFile(
      join(site, "components/Card.tsx"),
      'import "./card.css";\nexport const Card = () => <div className="card">Card</div>;\n',
    );
    const code = 'import { Card } from "@/components/Card";\nexport default () => <Card />;\n';
    await writeFile(join(site, bookPage), code);
    await writeFile(join(site, "routes/other.tsx"), code);
    const other = ".djk/client/branches/other.tsx";
    await writeFile(join(site, other), formatBranch("routes/other.tsx"));
    const { files: built, manifest } = await buildClient({
      site,
      base: "/static/client/",
      entries: { ...entries, page_other: other },
    });
    const card = built.filter(({ content }) => String(content).includes("#c0ffee")).map(({ path }) => path);
    expect(card).toHaveLength(1);
    const listCards = (key: string) => listStylesheets(manifest, key).filter((path) => card.includes(path));
    expect([entries.page_books_p_slug, other, entries.page_home].map(listCards)).toEqual([card, card, []]);
  });

  test("console.debug is stripped wherever it stands, and nothing else is", async () => {
    await writeFile(
      join(site, "routes/page.tsx"),
      `export default function Home(props: { log: { debug: (text: string) => void }; names: string[] }) {
  console.debug("stripped statement");
  const choice = props.names.length > 0 ? console.debug("stripped choice") : 5;
  props.names.push(String(console.debug("stripped argument")));
  props.names.forEach(console.debug);
  console.error("kept error");
  props.log.debug("kept method");
  const inner = (console: typeof props.log) => console.debug("kept local");
  inner(props.log);
  console.debug = () => {};
  return <button onClick={() => console.debug("stripped arrow")}>{choice}</button>;
}
`,
    );
    const { files: built, manifest } = await build();
    const code = String(built.find(({ path }) => path === manifest[entries.page_home]?.file)?.content);
    expect(code.match(/(stripped|kept) \w+/g)).toEqual(["kept error", "kept method", "kept local"]);
    const entry = built.find(({ path }) => path === manifest[entries.entry]?.file);
    expect(String(entry?.content)).not.toContain("only during development");
  });

  test("a folder with the longest possible name gives a file whose name every file system takes", async () => {
    const name = `${"ä".repeat(125)}.tsx`;
    await writeFile(join(site, "routes", name), 'export const text = "far";\n');
    await writeFile(
      join(site, "routes/page.tsx"),
      `export default () => import("./${name}").then(({ text }) => text);\n`,
    );
    const { files: built, sourceMaps } = await build();
    expect(Math.max(...[...built, ...sourceMaps].map(({ path }) => path.length))).toBeLessThan(110);
    expect(built.some(({ content }) => String(content).includes("far"))).toBe(true);
  });

  test("no variable of the environment reaches the browser", async () => {
    process.env.VITE_SECRET = "do-not-tell";
    await writeFile(join(site, ".env"), "VITE_SECRET=do-not-tell\n");
    await writeFile(
      join(site, "components/greeting.ts"),
      "export const greeting = String(import.meta.env.VITE_SECRET);\n",
    );
    try {
      const { files: built } = await build();
      expect(built.some(({ content }) => String(content).includes("do-not-tell"))).toBe(false);
    } finally {
      delete process.env.VITE_SECRET;
    }
  });

  test("the build is one for production whatever NODE_ENV the shell has exported", async () => {
    process.env.NODE_ENV = "development";
    const { files: built } = await build();
    expect(built.some(({ content }) => String(content).includes("jsxDEV"))).toBe(false);
  });

  test("the same sources give the same bytes in another folder", async () => {
    const other = await makeClientSite(files);
    try {
      const here = await build();
      const elsewhere = await buildClient({ site: other, base: "/static/client/", entries });
      expect(elsewhere.files.every((file, i) => isSame(file, here.files[i]))).toBe(true);
    } finally {
      await rm(other, { recursive: true });
    }
  });

  test("the site's vite.config is merged and cannot take over what djk needs", async () => {
    await writeFile(
      join(site, "vite.config.ts"),
      `export default { base: "/elsewhere/", root: "/", define: { __VERSION__: JSON.stringify("from the site") } };\n`,
    );
    await writeFile(
      join(site, "components/greeting.ts"),
      "declare const __VERSION__: string;\nexport const greeting = __VERSION__;\n",
    );
    const { files: built, manifest } = await build();
    const home = built.find((file) => file.path === manifest[entries.page_home]?.file);
    expect(String(home?.content)).toContain("from the site");
    expect(built.some(({ content }) => String(content).includes("/elsewhere/"))).toBe(false);
  });
});

describe("a large package", () => {
  beforeEach(async () => {
    await writePackage(
      "charts",
      `import { unit } from "units";\n${formatCode("charts", 60_000)}export { unit };\n`,
    );
    await writePackage("@scope/maps", formatCode("maps", 60_000));
    await writePackage("small", formatCode("small", 5_000));
    await writePackage("units", 'export const unit = "a unit";\n');
    await writeFile(join(site, "routes/page.tsx"), formatPage(["charts", "@scope/maps"]));
    await writeFile(join(site, bookPage), formatPage(["@scope/maps", "units", "small"]));
  });

  async function writePackage(name: string, code: string): Promise<void> {
    const folder = join(site, "node_modules", name);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "package.json"), JSON.stringify({ name, type: "module", main: "index.js" }));
    await writeFile(join(folder, "index.js"), code);
  }

  function formatCode(name: string, bytes: number): string {
    return Array.from(
      { length: bytes / 50 },
      (_, i) => `export const ${name}${i} = "${name} ${i} ${"-".repeat(20)}";\n`,
    ).join("");
  }

  function formatPage(packages: string[], text = ""): string {
    const imports = packages.map((name, i) => `import * as all${i} from "${name}";\n`).join("");
    return `${imports}export default function Page() {
  return <p title="${text}">{JSON.stringify([${packages.map((_, i) => `all${i}`).join(", ")}])}</p>;
}
`;
  }

  function listLoaded({ manifest, contents }: ClientBuild, key: string): string[] {
    const files = walkImports(manifest, key).map((chunk) => manifest[chunk]?.file ?? "");
    return files.flatMap((file) => (contents.get(file) ?? []).map(({ name }) => name));
  }

  test("has a chunk of its own that the pages without it do not load, nor what else it needs", async () => {
    const built = await build();
    const alone = [...built.contents]
      .filter(([, parts]) => parts.length === 1)
      .map(([, [part]]) => part?.name);
    expect(alone).toEqual(expect.arrayContaining(["charts", "@scope/maps"]));
    expect(listLoaded(built, entries.page_home)).toEqual(expect.arrayContaining(["charts", "units"]));
    const ofBook = listLoaded(built, entries.page_books_p_slug);
    expect(ofBook).toEqual(expect.arrayContaining(["@scope/maps", "units", "small"]));
    expect(ofBook).not.toContain("charts");
    expect(listLoaded(built, entries.entry)).not.toContain("@scope/maps");
  });

  test("keeps its file when a page is edited, and when another page begins to use it", async () => {
    const find = ({ files: built }: ClientBuild) =>
      built.map(({ path }) => path).filter((path) => /^(plain|scope_maps)-/.test(path));
    await writePackage("plain", formatCode("plain", 60_000));
    await writeFile(join(site, "routes/page.tsx"), formatPage(["plain", "@scope/maps"]));
    const before = find(await build());
    expect(before).toHaveLength(2);
    await writeFile(join(site, bookPage), formatPage(["@scope/maps", "small"], "edited"));
    expect(find(await build())).toEqual(before);
    await writeFile(join(site, bookPage), formatPage(["@scope/maps", "plain"]));
    expect(find(await build())).toEqual(before);
  });
});

describe("a client that cannot be built", () => {
  test("a syntax error has its file, line and column", async () => {
    const [problem, ...others] = await buildBroken({
      "routes/page.tsx": "export default function Home( { return <h1>Home</h1> }\n",
    });
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      code: "client-build",
      severity: "error",
      at: { file: "routes/page.tsx", line: 1, column: 40 },
    });
    expect(problem?.message).toBe("Expected `:` but found `<`");
  });

  test("all unresolved imports are named", async () => {
    const problems = await buildBroken({
      "routes/page.tsx": `import { missing } from "./missing";
import { absent } from "../components/absent";
export default function Home() {
  return <h1>{absent}{missing}</h1>;
}
`,
      "routes/layout.tsx": 'import "./gone.css";\nexport default function Layout() {\n  return null;\n}\n',
    });
    expect(problems.map(({ message, at }) => `${at?.file}:${at?.line} ${message}`).sort()).toEqual([
      "routes/layout.tsx:1 Could not resolve './gone.css'",
      "routes/page.tsx:1 Could not resolve './missing'",
      "routes/page.tsx:2 Could not resolve '../components/absent'",
    ]);
  });

  test("a package that is not installed is named with the command that installs it", async () => {
    const problems = await buildBroken({
      "routes/page.tsx":
        'import line from "@scope/charts/line";\nexport default function Home() {\n  return <h1>{line}</h1>;\n}\n',
    });
    expect(problems).toMatchObject([
      {
        severity: "error",
        message: "Could not resolve '@scope/charts/line'",
        at: { file: "routes/page.tsx", line: 1 },
        hint: "If @scope/charts is a package, install it: npm install @scope/charts",
      },
    ]);
  });

  test("a layout without a default export is named once, not the generated branches that import it", async () => {
    const problems = await buildBroken({ "routes/layout.tsx": "export const Layout = () => null;\n" });
    expect(problems).toMatchObject([
      { message: "routes/layout.tsx has no default export", at: { file: "routes/layout.tsx" } },
    ]);
  });

  test("a vite.config that cannot be loaded is named", async () => {
    const problems = await buildBroken({ "vite.config.ts": "export default {{\n" });
    expect(problems).toMatchObject([{ code: "vite-config", at: { file: "vite.config.ts" } }]);
  });
});
