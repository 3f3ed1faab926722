import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { compareSpecialFiles, findFileKind } from "./fileKind.js";
import { findFileProblems } from "./fileProblems.js";
import type { FileKind, RouteNode, Segment } from "./route.js";
import { parseSegment } from "./segment.js";

/** A folder with everything below it, before it means anything. */
interface Folder {
  name: string;
  dir: string;
  files: string[];
  folders: Folder[];
}

/** What a folder has to know of the folders above it. */
interface Above {
  id: string;
  params: readonly { name: string; dir: string }[];
  /** Folder of the rest parameter above, if any. */
  rest: string | null;
}

interface Built {
  node: RouteNode;
  /** Whether the folder or one below it has a special file. */
  used: boolean;
  diagnostics: Diagnostic[];
}

/**
 * Build the tree of folders that take part from the paths of `scanRoutes`.
 *
 * Every problem is reported once; a folder that has one is left out of the tree with all below it.
 */
export function buildTree(paths: readonly string[]): { root: RouteNode; diagnostics: Diagnostic[] } {
  const folder = groupPaths(
    "routes",
    "routes",
    paths.map((path) => path.split("/").slice(1)),
  );
  const { node, diagnostics } = buildNode(folder, null, { id: "/", params: [], rest: null });
  const empty = diagnostics.length === 0 && !hasRoute(node);
  return { root: node, diagnostics: empty ? [reportNoRoutes()] : diagnostics };
}

function groupPaths(name: string, dir: string, paths: readonly string[][]): Folder {
  const below = new Map<string, string[][]>();
  for (const [first, ...rest] of paths) {
    if (rest.length === 0) continue;
    const siblings = below.get(first!);
    if (siblings === undefined) below.set(first!, [rest]);
    else siblings.push(rest);
  }
  return {
    name,
    dir,
    files: paths.filter((path) => path.length === 1).map((path) => path[0]!),
    folders: [...below].map(([child, rests]) => groupPaths(child, `${dir}/${child}`, rests)),
  };
}

function buildNode(folder: Folder, segment: Segment | null, above: Above): Built {
  const special = folder.files.filter((name) => findFileKind(name) !== null).sort(compareSpecialFiles);
  const files = keepFirstOfKind(folder.dir, special);
  const children = folder.folders.map((child) => buildChild(child, above));
  const { kept, diagnostics } = dropTwins(children.flatMap((child) => child.node ?? []));
  return {
    node: { id: above.id, dir: folder.dir, segment, files, children: kept },
    used: special.length > 0 || children.some((child) => child.used),
    diagnostics: [
      ...findFileProblems(folder, files, special),
      ...diagnostics,
      ...children.flatMap((child) => child.diagnostics),
    ],
  };
}

function buildChild(
  folder: Folder,
  above: Above,
): { node: RouteNode | null; used: boolean; diagnostics: Diagnostic[] } {
  const parsed = parseSegment(folder.name);
  const at = { file: folder.dir };
  const segment = "segment" in parsed ? parsed.segment : null;
  const problems: Diagnostic[] =
    "problem" in parsed
      ? [{ ...parsed.problem, severity: "error", at }]
      : findPlacementProblems(folder, parsed.segment, above);
  const built = buildNode(folder, segment, descend(above, folder, segment));
  if (!built.used) return { node: null, used: false, diagnostics: built.diagnostics };
  return {
    node: problems.length > 0 ? null : built.node,
    used: true,
    diagnostics: [...problems, ...findNearParameter(folder), ...built.diagnostics],
  };
}

/** `{slug}` and `$slug` are words here, and parameters elsewhere. */
function findNearParameter({ name, dir }: Folder): Diagnostic[] {
  const [, dots = "", inBraces, afterSign] = /^(?:\{(\.{3})?(\w+)\}|\$(\w+))$/.exec(name) ?? [];
  const parameter = inBraces ?? afterSign;
  if (parameter === undefined) return [];
  return [
    {
      code: "near-miss",
      severity: "warning",
      message: `${name} is a word of the URL; did you mean [${dots}${parameter}]?`,
      at: { file: dir },
      hint: `Rename the folder to [${dots}${parameter}], or write its first character as [x+${name.codePointAt(0)!.toString(16)}] if it is a word.`,
    },
  ];
}

function descend(above: Above, folder: Folder, segment: Segment | null): Above {
  const id = `${above.id === "/" ? "" : above.id}/${folder.name.normalize("NFC")}`;
  if (segment === null || segment.kind === "word") return { ...above, id, rest: null };
  if (segment.kind === "group") return { ...above, id };
  const params = [...above.params, { name: segment.name, dir: folder.dir }];
  return { id, params, rest: segment.kind === "rest" ? folder.dir : null };
}

function findPlacementProblems(folder: Folder, segment: Segment, above: Above): Diagnostic[] {
  const at = { file: folder.dir };
  const problems: Diagnostic[] = [];
  if (above.rest !== null && segment.kind !== "group")
    problems.push({
      code: "rest-not-last",
      severity: "error",
      message: `"${folder.name}" is below a rest parameter, which takes the whole remaining path`,
      at,
      hint: "Move the folder beside the rest parameter's folder: a word comes before it.",
      related: [{ message: "the rest parameter", at: { file: above.rest } }],
    });
  const name = segment.kind === "param" || segment.kind === "rest" ? segment.name : null;
  const twin = above.params.find((param) => param.name.toLowerCase() === name?.toLowerCase());
  if (twin !== undefined)
    problems.push({
      code: "duplicate-parameter",
      severity: "error",
      message:
        twin.name === name
          ? `the parameter "${name}" appears twice on one path`
          : `the parameters "${twin.name}" and "${name}" on one path differ in case only`,
      at,
      hint: "Rename one of the two folders.",
      related: [{ message: "the other one", at: { file: twin.dir } }],
    });
  return problems;
}

/** Keep the first of sibling folders that are the same segment (by escapes or Unicode form), report the others. */
function dropTwins(nodes: readonly RouteNode[]): { kept: RouteNode[]; diagnostics: Diagnostic[] } {
  const first = new Map<string, RouteNode>();
  const diagnostics: Diagnostic[] = [];
  for (const node of nodes) {
    const key = JSON.stringify(node.segment);
    const twin = first.get(key);
    if (twin === undefined) first.set(key, node);
    else
      diagnostics.push({
        code: "duplicate-folder",
        severity: "error",
        message: `two folders are the same URL segment: ${twin.dir} and ${node.dir}${describeForm(twin, node)}`,
        at: { file: node.dir },
        hint: "Move the files of one into the other.",
        related: [{ message: "the other folder", at: { file: twin.dir } }],
      });
  }
  return { kept: [...first.values()], diagnostics };
}

/** Names that look the same need a word on why they are two. */
function describeForm(a: RouteNode, b: RouteNode): string {
  return a.dir.normalize("NFC") === b.dir.normalize("NFC") ? " (the letters are composed in two ways)" : "";
}

function keepFirstOfKind(dir: string, special: readonly string[]): Partial<Record<FileKind, string>> {
  const entries = special.map((name) => [findFileKind(name)!, `${dir}/${name}`] as const);
  return Object.fromEntries(entries.reverse());
}

function hasRoute(node: RouteNode): boolean {
  return node.files.page !== undefined || node.files.route !== undefined || node.children.some(hasRoute);
}

function reportNoRoutes(): Diagnostic {
  return {
    code: "no-routes",
    severity: "warning",
    message: "there is no page below routes/ yet",
    at: { file: "routes" },
    hint: "Write routes/page.tsx with a default export: it answers /.",
  };
}
