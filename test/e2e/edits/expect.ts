import { type Page, pathOf, type World } from "./world.js";

/** What a URL must answer; `markers` are texts of the document and of the modules that its page loads. */
export type Answer =
  | { status: 200; values: string[]; component: string; marker: string | null }
  | { status: 404 | 500 | 502 };

/**
 * What `/zoo/<path>` must answer; null where nothing is promised.
 *
 * @param valid the world when the tree and djk.toml were valid last: its routes are the ones that are served
 */
export function expectAnswer(world: World, valid: World, path: string): Answer | null {
  if (world.broken.has("models")) return { status: 502 };
  const folder = findFolder(valid, path);
  if (folder === null) return { status: 404 };
  const page = world.pages.get(folder);
  if (page === undefined) return null;
  if (page.fault === "handler-syntax" || page.fault === "handler-raises") return { status: 500 };
  return {
    status: 200,
    values: [...listAbove(world, folder), ...(page.value === null ? [] : [page.value])],
    component: pathOf(folder, "page.tsx"),
    marker: page.fault === "component-syntax" ? null : page.marker,
  };
}

/** A path below `/zoo/` for each page. */
export function exampleOf(folder: string): string {
  return segmentsOf(folder)
    .map((segment) => (segment === "[n=int]" ? "42" : segment === "[x]" ? "any" : segment))
    .join("/");
}

function segmentsOf(folder: string): string[] {
  return folder.split("/").filter((segment) => segment !== "" && !segment.startsWith("("));
}

/** Words win over numbers and numbers over anything, from the left. */
function findFolder({ pages }: World, path: string): string | null {
  const words = path.split("/").filter((word) => word !== "");
  const ranked = [...pages.keys()]
    .map((folder) => ({ folder, ranks: rank(segmentsOf(folder), words) }))
    .filter(({ ranks }) => ranks !== null)
    .sort((a, b) => ((a.ranks ?? "") < (b.ranks ?? "") ? -1 : 1));
  return ranked[0]?.folder ?? null;
}

function rank(segments: string[], words: string[]): string | null {
  if (segments.length !== words.length) return null;
  const ranks = segments.map((segment, i) => {
    const word = words[i] ?? "";
    if (segment === "[x]") return "2";
    if (segment === "[n=int]") return /^\d+$/.test(word) ? "1" : null;
    return segment === word ? "0" : null;
  });
  return ranks.includes(null) ? null : ranks.join("");
}

function listAbove({ layouts }: World, folder: string): string[] {
  return [...layouts]
    .filter(([above]) => above === "" || folder === above || folder.startsWith(`${above}/`))
    .map(([, value]) => value);
}

/** The problems that must stand, as `code file`. */
export function expectProblems(world: World, valid: World): string[] {
  const served = [...valid.pages.keys()].flatMap((folder): [string, Page][] => {
    const page = world.pages.get(folder);
    return page === undefined ? [] : [[folder, page]];
  });
  const ofPages = served.flatMap(([folder, { fault, value }]) => {
    if (fault === "no-default") return [`component-no-default ${pathOf(folder, "page.tsx")}`];
    if (fault === "handler-syntax" && value !== null && !world.broken.has("models"))
      return [`handler-syntax ${pathOf(folder, "page.py")}`];
    return [];
  });
  return [...ofSite(world), ...ofPages, ...ofTypes(world)].sort();
}

function ofSite({ broken }: World): string[] {
  const found: string[] = [];
  if (broken.has("config")) found.push("config-syntax djk.toml");
  if (broken.has("tree")) found.push("parameter-name routes/zoo/[a b]");
  if (broken.has("models")) found.push("handler-syntax mysite/models.py");
  return found;
}

function ofTypes({ pages }: World): string[] {
  return [...pages]
    .filter(([, { fault }]) => fault === "type" || fault === "component-syntax")
    .map(([folder]) => `type-error ${pathOf(folder, "page.tsx")}`);
}
