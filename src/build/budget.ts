import type { Manifest } from "vite";
import type { Budget } from "../config/config.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Route, RouteTable } from "../router/route.js";
import type { Contents } from "./contents.js";
import { listBranches, listFirstLoad } from "./manifest.js";
import { formatRoutePattern, formatSize, sumSizes } from "./report.js";

export interface BudgetSources {
  table: RouteTable;
  manifest: Manifest;
  contents: Contents;
  /** Compressed size of a file of the manifest. */
  sizeOf: (file: string) => number;
  budget: Budget;
}

interface Load {
  route: Route;
  files: string[];
  bytes: number;
}

const languages = { js: "JavaScript", css: "CSS" } as const;

/** How much of what is too large is shown. */
const shown = { files: 4, parts: 3, routes: 5 } as const;

/** Pages whose first load is over the budget: one warning for JavaScript and one for CSS, the heaviest page first. */
export function findBudgetProblems(sources: BudgetSources): Diagnostic[] {
  const kinds = ["js", "css"] as const;
  return kinds.flatMap((kind) => {
    const over = listLoads(kind, sources).filter(({ bytes }) => bytes > sources.budget[kind] * 1000);
    const [worst, ...others] = over.sort((one, other) => other.bytes - one.bytes);
    return worst === undefined ? [] : [describeLoad(worst, others, kind, sources)];
  });
}

function listLoads(kind: keyof Budget, { table, manifest, sizeOf }: BudgetSources): Load[] {
  return listBranches(table).map((route) => {
    const files = listFirstLoad(manifest, route)[kind];
    return { route, files, bytes: sumSizes(files, sizeOf) };
  });
}

function describeLoad(worst: Load, others: Load[], kind: keyof Budget, sources: BudgetSources): Diagnostic {
  const nameLoad = ({ route, bytes }: Load) =>
    `${formatRoutePattern(route, sources.table)} ${formatSize(bytes)}`;
  const more = others.length > shown.routes ? [`and ${others.length - shown.routes} more`] : [];
  const also = [...others.slice(0, shown.routes).map(nameLoad), ...more];
  const file = worst.route.files.page;
  return {
    code: "build-budget",
    severity: "warning",
    message: `the first load of ${formatRoutePattern(worst.route, sources.table)} is ${formatSize(worst.bytes)} of ${languages[kind]}, and the budget is ${sources.budget[kind]} kB`,
    ...(file === undefined ? {} : { at: { file } }),
    detail: [...describeFiles(worst, sources), ...(also.length > 0 ? [`also: ${also.join(", ")}`] : [])].join(
      "\n",
    ),
    hint: `${advice[kind]}, or raise ${kind} of budget below [build] in djk.toml; npx djk build --analyze shows everything.`,
  };
}

const advice = {
  js: "Load what is not needed at once with import() or lazy()",
  css: "Import stylesheets in the pages that need them, not in a layout above",
} as const;

function describeFiles({ files }: Load, { sizeOf, contents }: BudgetSources): string[] {
  const largest = [...files].sort((one, other) => sizeOf(other) - sizeOf(one)).slice(0, shown.files);
  return largest.map((file) => {
    const parts = (contents.get(file) ?? []).slice(0, shown.parts).map(({ name }) => name);
    return `${formatSize(sizeOf(file)).padStart(9)}  ${file}${parts.length > 0 ? `: ${parts.join(", ")}` : ""}`;
  });
}
