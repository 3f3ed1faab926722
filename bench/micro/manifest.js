// In a process of its own: milliseconds for `buildRelease`, and writes the manifest that Python's walker reads beside
// it. Prints JSON.  node manifest.js <routes> <file to write>
import { writeFileSync } from "node:fs";
import { buildRelease, listEntries } from "../../lib/build/manifest.js";
import { BUILTIN_CONVERTERS } from "../../lib/router/converters.js";
import { buildTable } from "../../lib/router/table.js";
import { buildTree as buildRouteTree } from "../../lib/router/tree.js";
import { buildTree } from "./tree.js";

const [count, path] = [Number(process.argv[2]), process.argv[3]];
const paths = Object.keys(buildTree(count)).filter((path) => path.startsWith("routes/"));
const options = { converters: [...BUILTIN_CONVERTERS], trailingSlash: "always" };
const { table } = buildTable(buildRouteTree(paths.sort()).root, options);
const { manifest, files } = describeClient(Object.values(listEntries(table)));

const started = performance.now();
const release = buildRelease({ table, files, manifest, base: "/static/client/", server: "wsgi" });
const build = performance.now() - started;
writeFileSync(path, JSON.stringify({ ...release.manifest, modules: Object.keys(manifest).filter(isEntry) }));
process.stdout.write(JSON.stringify({ build, table_bytes: Buffer.byteLength(release.table.content) }));

/** What Vite would have built: a chunk of 600 bytes for each entry, all of them with two shared chunks. */
function describeClient(sources) {
  const shared = ["react", "layout"].map((name) => [`_${name}.js`, { file: `${name}-01234567.js` }]);
  const entries = sources.map((source, index) => [
    source,
    {
      file: `page-${String(index).padStart(8, "0")}.js`,
      isEntry: true,
      imports: ["_react.js", "_layout.js"],
    },
  ]);
  const manifest = Object.fromEntries([...shared, ...entries]);
  const files = Object.values(manifest).map(({ file }) => ({ path: file, content: file.repeat(40) }));
  return { manifest, files };
}

function isEntry(key) {
  return manifest[key].isEntry;
}
