import { type CompiledTable, compileTable, formatCanonicalPath, match } from "../router/match.js";
import { parsePattern } from "../router/pattern.js";
import type { TableFile } from "./protocol.js";

/** Event on `window`: the routes of the site changed during development. */
export const TABLE_CHANGED = "djk:table";

/** The route table, compiled, with the URLs of each branch. */
export interface Table {
  file: TableFile;
  compiled: CompiledTable;
}

/** What a URL opens. */
export interface Target {
  route: string;
  /** The pathname in the form that the site's links have, with or without a final slash. */
  pathname: string;
  /** URLs of the branch's module and stylesheets. */
  module: string;
  stylesheets: string[];
}

/** Builds the matcher from the file. Throws when the file is of another version. */
export function buildTable(file: TableFile): Table {
  if (file.version !== 1) throw new Error(`cannot read version ${file.version} of the route table`);
  const rows = file.rows.map(([pattern, route, bare]) => ({
    route,
    parts: parsePattern(pattern),
    bare: bare === 1,
  }));
  return { file, compiled: compileTable(rows, file.converters) };
}

/** Finds the page at a pathname (escaped, without the mount); null for an endpoint and for what no row matches. */
export function findTarget({ file, compiled }: Table, pathname: string): Target | null {
  const found = match(compiled, pathname);
  const branch = found && file.branches[found.route];
  if (!branch) return null;
  const [module, ...stylesheets] = branch.map((name) => file.base + name) as [string, ...string[]];
  const canonical = formatCanonicalPath(pathname, found.row, file.trailingSlash);
  return { route: found.route, pathname: canonical, module, stylesheets };
}

/** The table, fetched when first asked for. A failure is forgotten, so that the next call tries again. */
export class TableSource {
  private readonly url: string;
  private table: Promise<Table> | null = null;

  constructor(url: string) {
    this.url = url;
  }

  /** Rejects when the table cannot be fetched or read. */
  get(): Promise<Table> {
    this.table ??= fetchTable(this.url).catch((reason) => {
      this.table = null;
      throw reason;
    });
    return this.table;
  }

  drop(): void {
    this.table = null;
  }
}

async function fetchTable(url: string): Promise<Table> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return buildTable(await response.json());
}
