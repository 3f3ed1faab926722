// In a process of its own: microseconds for one `match` over so many patterns, for URLs that a route answers and for
// others, and what compiling the table takes. Prints JSON.  node match.js <routes>
import { compileRouteTable } from "../../lib/router/compileRouteTable.js";
import { BUILTIN_CONVERTERS } from "../../lib/router/converters.js";
import { match } from "../../lib/router/match.js";
import { buildTable } from "../../lib/router/table.js";
import { buildTree as buildRouteTree } from "../../lib/router/tree.js";
import { median } from "../harness/statistics.js";
import { buildTree, listMisses, listUrls } from "./tree.js";

const rounds = 15;
const callsInRound = 20_000;
const count = Number(process.argv[2]);

const paths = Object.keys(buildTree(count)).filter((path) => path.startsWith("routes/"));
const options = { converters: [...BUILTIN_CONVERTERS], trailingSlash: "always" };
const { table } = buildTable(buildRouteTree(paths.sort()).root, options);
const started = performance.now();
const compiled = compileRouteTable(table);
const compile = performance.now() - started;
const hit = timeMatches(listUrls(count), true);
const miss = timeMatches(listMisses(count), false);
process.stdout.write(JSON.stringify({ patterns: table.rows.length, compile, hit, miss }));

/** The median of some rounds over the URLs; fails when one is answered otherwise than it should be. */
function timeMatches(urls, isAnswered) {
  const wrong = urls.find((url) => (match(compiled, url) !== null) !== isAnswered);
  if (wrong) throw new Error(`${wrong} is ${isAnswered ? "not " : ""}answered`);
  return median(Array.from({ length: rounds }, () => timeRound(urls)));
}

function timeRound(urls) {
  const started = performance.now();
  for (let call = 0; call < callsInRound; call++) match(compiled, urls[call % urls.length]);
  return ((performance.now() - started) * 1000) / callsInRound;
}
