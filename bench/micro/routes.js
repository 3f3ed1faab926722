// In a process of its own: everything from routes/ to .djk/ for the tree of so many routes in a folder, first as a command
// runs it, before the JIT has seen anything (`first`), then again and again as `djk dev` does (`again`, medians). Prints
// milliseconds and the number of files written as JSON.  node routes.js <routes> <folder>
import { scanConfig } from "../../lib/config/scanConfig.js";
import { writeFiles } from "../../lib/files/writeFiles.js";
import { generateSite, ownedFolders } from "../../lib/project/generateProject.js";
import { buildModuleNames } from "../../lib/project/moduleNames.js";
import { BUILTIN_CONVERTERS } from "../../lib/router/converters.js";
import { scanRoutes } from "../../lib/router/scan.js";
import { buildTable } from "../../lib/router/table.js";
import { buildTree as buildRouteTree } from "../../lib/router/tree.js";
import { median } from "../harness/statistics.js";

const rounds = 7;
const [count, folder] = [Number(process.argv[2]), process.argv[3]];
const first = await passOnce();
const again = [];
for (let round = 0; round < rounds; round++) again.push(await passOnce());
process.stdout.write(JSON.stringify({ first, again: mergeMedians(again) }));

/** One pass. */
async function passOnce() {
  const times = {};
  const time = async (name, step) => {
    const started = performance.now();
    const result = await step();
    times[name] = performance.now() - started;
    return result;
  };
  const { config } = await scanConfig(folder);
  const paths = await time("scan", () => scanRoutes(folder));
  const project = await time("table", () => buildProject(config, paths));
  const files = await time("generate", () => generateSite(project));
  const changes = await time("write", () => writeFiles(folder, files, ownedFolders));
  if (project.table.routes.length !== count) throw new Error(`${project.table.routes.length} routes`);
  return { ...times, total: times.scan + times.table + times.generate, written: changes.written.length };
}

function buildProject(config, paths) {
  const { root, diagnostics } = buildRouteTree(paths);
  const built = buildTable(root, {
    converters: [...BUILTIN_CONVERTERS],
    trailingSlash: config.site.trailingSlash,
  });
  const problems = [...diagnostics, ...built.diagnostics].filter(({ severity }) => severity === "error");
  if (problems.length > 0) throw new Error(problems[0].message);
  const modules = buildModuleNames(root);
  return { site: folder, config, table: built.table, modules, pageTemplates: new Map(), warnings: [] };
}

function mergeMedians(passes) {
  const keys = Object.keys(passes[0]);
  return Object.fromEntries(keys.map((key) => [key, median(passes.map((pass) => pass[key]))]));
}
