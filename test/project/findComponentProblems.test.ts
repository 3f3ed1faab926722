import { rm } from "node:fs/promises";
import { expect, test } from "vitest";
import { findComponentProblems } from "../../src/project/findComponentProblems.js";
import { loadProject } from "../../src/project/loadProject.js";
import { scanComponents } from "../../src/project/scanComponents.js";
import { makeFolder } from "../build/folder.js";

const path = "routes/not-found.tsx";

test.each([
  "export default function Page() {}",
  "export default () => null",
  "const Page = () => null;\nexport default Page;",
  "export {Page as default};",
  "export { meta, Page as default, type Props };",
  'export { default } from "./Page";',
  'export { default, meta } from "./Page";',
  'export * as default from "./Page";',
  "export default memo(function Page() {\n  return <p>Don't // panic</p>;\n});",
  "const Page = () => <p>it's a 'page</p>;\nexport default Page;",
  'const accept = "image/*";\nexport default () => <input accept={accept} />; /* the end */',
  "const text = `it's \"a`;\nexport default () => text;",
  'export const text = "export default Page";', // in doubt it is content
])("%s is a default export", (text) => {
  expect(findComponentProblems([{ path, text }])).toEqual([]);
});

test.each([
  "",
  "export function Page() {}",
  "function Page() {}\nexport { Page };",
  'export { default as Page } from "./Page";',
  "// export default Page;\nexport const Page = 1;",
  "/* export default\n Page */ export const Page = 1;",
  "const defaults = {};\nexport { defaults };",
])("%s is none", (text) => {
  expect(findComponentProblems([{ path, text }])).toEqual([
    {
      code: "component-no-default",
      severity: "error",
      message: "routes/not-found.tsx has no default export",
      at: { file: path },
      hint: "Export the component as default: export default function NotFound() { … }",
    },
  ]);
});

test.each([
  ["\nexport default async function Page() {}", 2],
  ["export default async () => null;", 1],
  ["async function Page() {}\nexport default Page;", 1],
  ["import x from 'x';\nconst Page: FC = async () => null;\n\nexport default Page", 2],
])("%j is an async component", (text, line) => {
  expect(findComponentProblems([{ path: "routes/a/page.tsx", text }])).toEqual([
    {
      code: "component-async",
      severity: "error",
      message:
        "the component of routes/a/page.tsx is async, but it runs in the browser, which cannot wait for it",
      at: { file: "routes/a/page.tsx", line },
      hint: "Load the data in get() of routes/a/page.py: the component gets it as data.",
    },
  ]);
});

test.each([
  ["'use server'", "'use server'", 1],
  ['  "use server";', '"use server"', 1],
  ["/* a\n b */\nexport async function getServerSideProps() {}", "getServerSideProps()", 3],
  ["export const getStaticProps = async () => ({});", "getStaticProps()", 1],
])("%j belongs into Python", (text, name, line) => {
  const [problem, ...others] = findComponentProblems([
    { path: "routes/layout.tsx", text: `${text}\nexport default Layout;` },
  ]);
  expect(others).toEqual([]);
  expect(problem).toEqual({
    code: "component-server-code",
    severity: "error",
    message: `routes/layout.tsx has ${name}, but a component runs in the browser, never on the server`,
    at: { file: "routes/layout.tsx", line },
    hint: "Write it in Python, as get() of routes/layout.py.",
  });
});

test.each([
  "export default function Page() {\n  const save = async () => {};\n}",
  "async function load() {}\nexport default Page;",
  "// 'use server'\nexport default Page;",
  "export default () => <p>use server</p>;",
  "export const getServerSideProp = 1;\nexport default Page;",
  "const PageLoader = async () => {};\nexport default Page;",
])("%j does not", (text) => {
  expect(findComponentProblems([{ path, text }])).toEqual([]);
});

test("every special component file of the table is read once, and no other file", async () => {
  const site = await makeFolder({
    "djk.toml": '[site]\npackage = "mysite"\n',
    "routes/layout.tsx": "layout",
    "routes/page.tsx": "page",
    "routes/page.py": "",
    "routes/Chart.tsx": "chart",
    "routes/books/error.tsx": "error",
    "routes/books/not-found.tsx": "not found",
    "routes/books/loading.jsx": "loading",
    "routes/books/[slug]/page.tsx": "book",
    "routes/ping/route.py": "",
  });
  const { table } = await loadProject(site, async () => []);
  const files = await scanComponents(site, table);
  expect(Object.fromEntries(files.map(({ path, text }) => [path, text]))).toEqual({
    "routes/layout.tsx": "layout",
    "routes/page.tsx": "page",
    "routes/books/error.tsx": "error",
    "routes/books/not-found.tsx": "not found",
    "routes/books/loading.jsx": "loading",
    "routes/books/[slug]/page.tsx": "book",
  });
  expect(files).toHaveLength(6);
  await rm(site, { recursive: true });
});
