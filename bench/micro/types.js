// In a process of its own: the types of the tree of so many routes, four named ones for each page and two that all share,
// first written and then found unchanged (medians), and a component for each page that uses its own. Prints milliseconds
// and numbers of files as JSON; `folder` is ready for a compiler then.  node types.js <routes> <folder>
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { writeFiles } from "../../lib/files/writeFiles.js";
import { generateSiteTypes, readLastTypes, typesFolder } from "../../lib/project/siteTypes.js";
import { BUILTIN_CONVERTERS } from "../../lib/router/converters.js";
import { buildTable } from "../../lib/router/table.js";
import { buildTree as buildRouteTree } from "../../lib/router/tree.js";
import { projectFolder } from "../harness/paths.js";
import { median } from "../harness/statistics.js";
import { buildTree, writeTree } from "./tree.js";

const text = { kind: "string" };
const integer = { kind: "integer" };
const money = { amount: { kind: "decimal" }, currency: { kind: "literal", values: ["EUR", "USD"] } };
const tag = { name: text, weight: { kind: "number" } };
const author = { name: text, since: { kind: "date" } };
const item = (module) => ({
  id: integer,
  title: text,
  tags: { kind: "array", item: refer("shop.shapes", "Tag") },
  author: refer(module, "Author"),
});
const detail = (module) => ({
  item: refer(module, "Item"),
  price: refer("shop.shapes", "Money"),
  changed: { kind: "union", members: [{ kind: "datetime" }, { kind: "null" }] },
});
const page = (module) => ({
  detail: refer(module, "Detail"),
  others: { kind: "array", item: refer(module, "Item") },
});
const component = `import { Link } from "djk/react";
import type { PageProps } from "./$types";

export default function Page({ data, query }: PageProps) {
  const { item, price, changed } = data.detail;
  return (
    <article>
      <h1>{item.title}</h1> {item.author.name} {price.amount} {price.currency} {changed?.slice(0, 10)}
      {data.others.map((other) => (
        <li key={other.id}>{other.tags.map((tag) => tag.name.trim() + tag.weight.toFixed())}</li>
      ))}
      <Link to="/" query={{ page: query.page + 1 }}>Next</Link>
    </article>
  );
}
`;

const rounds = 7;
const [count, folder] = [Number(process.argv[2]), process.argv[3]];
const paths = Object.keys(buildTree(count));
const { root } = buildRouteTree(paths.sort());
const { table } = buildTable(root, { converters: [...BUILTIN_CONVERTERS], trailingSlash: "always" });
const site = describeTypes(paths.filter((path) => path.endsWith(".py")));
const first = await writeTypes();
const again = [];
for (let round = 0; round < rounds; round++) again.push(await writeTypes());
writeComponents();
process.stdout.write(
  JSON.stringify({
    write: first.time,
    files: first.written,
    again: median(again.map(({ time }) => time)),
    again_files: Math.max(...again.map(({ written }) => written)),
  }),
);

async function writeTypes() {
  const started = performance.now();
  const { files } = generateSiteTypes(table, site, () => readLastTypes(folder));
  const { written } = await writeFiles(folder, files, [typesFolder]);
  return { time: performance.now() - started, written: written.length };
}

function describeTypes(files) {
  const types = { ...define("shop.shapes", "Money", money), ...define("shop.shapes", "Tag", tag) };
  const handlers = files.map((file) => {
    const module = file.slice(0, -3).replaceAll("/", ".");
    Object.assign(
      types,
      define(module, "Author", author),
      define(module, "Item", item(module)),
      define(module, "Detail", detail(module)),
      define(module, "Page", page(module)),
    );
    const query = [{ name: "page", type: integer, required: false }];
    const get = { doc: "Show it.", query, body: null, data: refer(module, "Page"), inferred: false };
    return { route: "", kind: "page", file, module, functions: { get } };
  });
  return { handlers, types };
}

function define(module, name, fields) {
  const list = Object.entries(fields).map(([field, type]) => ({ name: field, type, required: true }));
  const type = { kind: "object", fields: list };
  const definition = { name, module, doc: `${name} of ${module}.`, parameters: [], type };
  return { [`${module}:${name}`]: definition };
}

function refer(module, name) {
  return { kind: "ref", id: `${module}:${name}` };
}

function writeComponents() {
  const pages = paths.filter((path) => path.endsWith("page.tsx"));
  const config = {
    target: "ES2022",
    module: "ESNext",
    moduleResolution: "bundler",
    jsx: "react-jsx",
    types: [],
    rootDirs: [".", typesFolder],
    strict: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    skipLibCheck: true,
    noEmit: true,
  };
  writeTree(folder, {
    ...Object.fromEntries(pages.map((path) => [path, component])),
    "package.json": '{ "type": "module" }',
    "tsconfig.json": JSON.stringify({ compilerOptions: config, include: ["routes", typesFolder] }),
    "node_modules/.keep": "",
  });
  const installed = ["react", "react-dom", "react-router", "@types"].map((name) => [
    join(projectFolder, "node_modules", name),
    name,
  ]);
  for (const [target, name] of [...installed, [projectFolder, "djk"]])
    symlinkSync(target, join(folder, "node_modules", name));
}
