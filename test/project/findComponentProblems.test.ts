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
