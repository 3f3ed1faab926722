/** One folder name below `routes/`, parsed once. */
export type Segment =
  | { kind: "word"; text: string }
  | { kind: "param"; name: string; converter: string | null; optional: boolean }
  | { kind: "rest"; name: string; optional: boolean }
  | { kind: "group"; name: string };

/** The special files of a folder. */
export type FileKind =
  | "page"
  | "pageHandler"
  | "pageTemplate"
  | "layout"
  | "layoutHandler"
  | "error"
  | "notFound"
  | "loading"
  | "route";

/** A folder below `routes/` (the root has no segment). Plain JSON, children only. */
export interface RouteNode {
  /** Route id: the folder path with a leading slash, groups kept: `/posts/[slug]`. The root is `/`. */
  id: string;
  /** Folder relative to the site: `routes/posts/[slug]`. */
  dir: string;
  segment: Segment | null;
  /** Path of each special file, relative to the site. */
  files: Partial<Record<FileKind, string>>;
  children: RouteNode[];
}

/** A path parameter of a route; `converter` null means plain text, `rest` the remaining path as one string. */
export interface Param {
  name: string;
  converter: string | null;
  rest: boolean;
  optional: boolean;
}

/** A folder in a route's lineage that wraps it: it has a layout, an error or not-found boundary or a loading UI. */
export interface LineageNode {
  id: string;
  dir: string;
  files: Partial<Record<FileKind, string>>;
  /** The parameters of the path down to this folder. */
  params: Param[];
}

/**
 * What answers a URL.
 *
 * `page` and `endpoint` have patterns; `notFound` is the synthetic route of a folder with `not-found.tsx`: its id is
 * the folder's id followed by `#not-found`, it answers unmatched URLs below the folder with status 404.
 */
export interface Route {
  id: string;
  kind: "page" | "endpoint" | "notFound";
  /** URL name: `posts.slug`; the root is `index`. Empty for `notFound`. */
  name: string;
  /** Python and file-system safe name, a valid identifier, unique in the table: `posts_p_slug`. */
  symbol: string;
  dir: string;
  /** Own special files (a `notFound` route has none). */
  files: Partial<Record<FileKind, string>>;
  params: Param[];
  /** Root first, so layouts wrap in order; includes the route's own folder where that has boundaries or a layout. */
  lineage: LineageNode[];
}

/** One part of a concrete pattern: groups dropped, optionals expanded. */
export type PatternPart =
  | { kind: "word"; text: string }
  | { kind: "param"; name: string; converter: string | null }
  | { kind: "rest"; name: string };

/** One row of the canonical table: the first row that matches a URL wins, in Django and in the browser. */
export interface Row {
  /** Id of the route that it opens. */
  route: string;
  parts: PatternPart[];
  /** An endpoint whose last word has a dot (`sitemap.xml`): no slash form. */
  bare: boolean;
}

/** A Django path converter as Django reports it, with its twin for the browser. */
export interface Converter {
  name: string;
  /** Source of the regular expression, Django's own. */
  regex: string;
  /** Type of the value in JavaScript. */
  type: "string" | "number";
  /** Place between other converters at the same position: lower comes first. */
  rank: number;
}

/** The canonical table: every generated urlconf, matcher, type and listing is printed from it. */
export interface RouteTable {
  /** Pages and endpoints in canonical order of their first row. */
  routes: Route[];
  /** Not-found routes, deepest folder first. */
  notFound: Route[];
  /** In canonical order. */
  rows: Row[];
  /** In the order of `notFound`: each pattern ends before the unmatched remainder of the URL. */
  notFoundRows: Row[];
  /** The converters that the rows use. */
  converters: Converter[];
  trailingSlash: "always" | "never";
}
