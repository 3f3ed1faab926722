import type { FileKind } from "./route.js";

const COMPONENT_EXTENSIONS = ["tsx", "jsx", "ts", "js"];

/** Special file names in the order in which one of two files of a kind is kept. */
const KINDS: ReadonlyMap<string, FileKind> = new Map([
  ...listComponents("page", "page"),
  ...listComponents("layout", "layout"),
  ...listComponents("error", "error"),
  ...listComponents("not-found", "notFound"),
  ...listComponents("loading", "loading"),
  ["page.py", "pageHandler"],
  ["page.html", "pageTemplate"],
  ["layout.py", "layoutHandler"],
  ["route.py", "route"],
]);

/** Near misses by extension: the stem in lower case, without `-`, `_`, `+` and a plural s → the name that was meant. */
const MEANT: Record<string, Record<string, string>> = {
  tsx: {
    page: "page.tsx",
    index: "page.tsx",
    layout: "layout.tsx",
    error: "error.tsx",
    notfound: "not-found.tsx",
    "404": "not-found.tsx",
    loading: "loading.tsx",
    route: "route.py",
  },
  ts: { route: "route.py" },
  py: { page: "page.py", layout: "layout.py", route: "route.py", handler: "page.py" },
  html: { page: "page.html" },
};

/** Find what a file means to the router; null for the user's own files. */
export function findFileKind(name: string): FileKind | null {
  return KINDS.get(name) ?? null;
}

/** The position of a special file name in the order of preference. */
export function compareSpecialFiles(a: string, b: string): number {
  const names = [...KINDS.keys()];
  return names.indexOf(a) - names.indexOf(b);
}

/** Find the special file that a file without meaning was probably meant to be (`Pages.tsx` → `page.tsx`), or null. */
export function findMeantFile(name: string): string | null {
  if (KINDS.has(name)) return null;
  const [, rawStem, rawExtension] = /^(.+)\.([^.]+)$/.exec(name) ?? [];
  if (rawStem === undefined || rawExtension === undefined) return null;
  const extension = rawExtension.toLowerCase().replace(/^js/, "ts");
  const stem = rawStem.toLowerCase().replace(/[-_+]/g, "").replace(/s$/, "");
  const meant = MEANT[extension]?.[stem] ?? MEANT[extension]?.[findExchanged(stem)];
  return meant?.replace(/tsx$/, rawExtension.toLowerCase()) ?? null;
}

/** The special stem with the same letters in another order (`pgae`), or the stem itself. */
function findExchanged(stem: string): string {
  const sorted = (text: string) => [...text].sort().join("");
  const stems = ["page", "layout", "error", "notfound", "loading", "route"];
  return stems.find((special) => sorted(special) === sorted(stem)) ?? stem;
}

function listComponents(stem: string, kind: FileKind): [string, FileKind][] {
  return COMPONENT_EXTENSIONS.map((extension) => [`${stem}.${extension}`, kind]);
}
