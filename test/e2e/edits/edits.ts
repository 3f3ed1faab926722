import { exampleOf } from "./expect.js";
import type { Breakable, Fault, Page, World } from "./world.js";

/** A seeded source of chance. */
export interface Chance {
  /** A whole number from 0 up to, and without, `limit`. */
  below: (limit: number) => number;
  pick: <T>(items: readonly T[]) => T;
  /** A text that was not given before. */
  fresh: (prefix: string) => string;
}

export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  let count = 0;
  const below = (limit: number) => {
    // mulberry32: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
  return {
    below,
    pick: (items) => items[below(items.length)] as (typeof items)[number],
    fresh: (prefix) => `${prefix}${++count}`,
  };
}

/** An edit makes another world of a world; null where it cannot be done. */
export type Edit = (world: World, chance: Chance) => World | null;

const words = ["ape", "bear", "cat", "dog", "elk", "fox"];
const segments = [...words, "(north)", "(south)", "[x]", "[n=int]"];
const mostPages = 14;

/** The structure cannot be told while djk keeps to the last valid one. */
const whileValid =
  (edit: Edit): Edit =>
  (world, chance) =>
    world.broken.has("tree") || world.broken.has("config") ? null : edit(world, chance);

const addPage = whileValid((world, chance) => {
  const above = chance.pick([...world.pages.keys()]);
  const depth = 1 + chance.below(2);
  const added = Array.from({ length: depth }, () => chance.pick(segments));
  const folder = [above, ...added].filter((part) => part !== "").join("/");
  const params = folder.split("/").filter((segment) => segment.startsWith("["));
  const isTaken = [...world.pages.keys()].some((page) => exampleOf(page) === exampleOf(folder));
  if (isTaken || new Set(params).size < params.length || world.pages.size >= mostPages) return null;
  const value = chance.below(3) === 0 ? null : chance.fresh("v");
  return withPage(world, folder, { marker: chance.fresh("m"), value, fault: null });
});

const deletePage = whileValid((world, chance) => {
  const folder = pickPage(world, chance);
  return folder === null ? null : withoutFolder(world, (page) => page === folder);
});

const deleteFolder = whileValid((world, chance) => {
  const folder = pickPage(world, chance);
  return folder === null
    ? null
    : withoutFolder(world, (page) => page === folder || page.startsWith(`${folder}/`));
});

const renameFolder = whileValid((world, chance) => {
  const folder = pickPage(world, chance);
  if (folder === null) return null;
  const [last = "", ...above] = folder.split("/").reverse();
  if (!words.includes(last)) return null;
  const to = [...above.reverse(), chance.pick(words)].join("/");
  const move = (path: string) =>
    path === folder || path.startsWith(`${folder}/`) ? to + path.slice(folder.length) : path;
  const pages = new Map([...world.pages].map(([path, page]) => [move(path), page]));
  const urls = new Set([...pages.keys()].map(exampleOf));
  if (to === folder || urls.size < world.pages.size) return null;
  const layouts = new Map([...world.layouts].map(([path, value]) => [move(path), value]));
  return { ...world, pages, layouts, moved: { from: folder, to } };
});

const editComponent: Edit = (world, chance) =>
  changePage(world, chance, (page) => ({ ...page, marker: chance.fresh("m") }));

const editHandler: Edit = (world, chance) =>
  changePage(world, chance, (page) => (page.value === null ? null : { ...page, value: chance.fresh("v") }));

const addHandler = whileValid((world, chance) =>
  changePage(world, chance, (page) => (page.value === null ? { ...page, value: chance.fresh("v") } : null)),
);

const breakPage: Edit = (world, chance) => {
  const fault = chance.pick<Fault>([
    "component-syntax",
    "no-default",
    "type",
    "handler-syntax",
    "handler-raises",
  ]);
  return changePage(world, chance, (page) =>
    fault.startsWith("handler") && page.value === null ? null : { ...page, fault },
  );
};

const fixPage: Edit = (world, chance) =>
  changePage(world, chance, (page) => (page.fault === null ? null : { ...page, fault: null }));

const addLayout = whileValid((world, chance) => {
  const folder = chance.pick([...world.pages.keys()]);
  return { ...world, layouts: new Map([...world.layouts, [folder, chance.fresh("l")]]) };
});

const deleteLayout = whileValid((world, chance) => {
  const folder = chance.pick([...world.layouts.keys()]);
  if (folder === "") return null;
  return { ...world, layouts: new Map([...world.layouts].filter(([path]) => path !== folder)) };
});

const editStyle: Edit = (world, chance) => ({
  ...world,
  colour: `#${(0x100000 + chance.below(0xefffff)).toString(16)}`,
});

const breakSite: Edit = (world, chance) => ({
  ...world,
  broken: new Set([...world.broken, chance.pick<Breakable>(["tree", "config", "models"])]),
});

const fixSite: Edit = (world, chance) => {
  if (world.broken.size === 0) return null;
  const fixed = chance.pick([...world.broken]);
  return { ...world, broken: new Set([...world.broken].filter((part) => part !== fixed)) };
};

/** Every edit by name, as often as it should come. */
export const edits: readonly (readonly [name: string, edit: Edit])[] = [
  ["add a page", addPage],
  ["add a page", addPage],
  ["add a page", addPage],
  ["delete a page", deletePage],
  ["delete a folder", deleteFolder],
  ["rename a folder", renameFolder],
  ["rename a folder", renameFolder],
  ["edit a component", editComponent],
  ["edit a component", editComponent],
  ["edit a handler", editHandler],
  ["edit a handler", editHandler],
  ["add a handler", addHandler],
  ["break a page", breakPage],
  ["break a page", breakPage],
  ["fix a page", fixPage],
  ["fix a page", fixPage],
  ["fix a page", fixPage],
  ["add or edit a layout", addLayout],
  ["delete a layout", deleteLayout],
  ["edit a style", editStyle],
  ["break the site", breakSite],
  ["fix the site", fixSite],
  ["fix the site", fixSite],
  ["fix the site", fixSite],
];

function pickPage(world: World, chance: Chance): string | null {
  const folder = chance.pick([...world.pages.keys()]);
  return folder === "" ? null : folder;
}

function changePage(world: World, chance: Chance, change: (page: Page) => Page | null): World | null {
  const [folder, page] = chance.pick([...world.pages]);
  const changed = change(page);
  return changed === null ? null : withPage(world, folder, changed);
}

function withPage(world: World, folder: string, page: Page): World {
  return { ...world, pages: new Map([...world.pages, [folder, page]]) };
}

/** A layout without a page below it goes, too. */
function withoutFolder(world: World, isGone: (folder: string) => boolean): World {
  const pages = new Map([...world.pages].filter(([folder]) => !isGone(folder)));
  const isUsed = (folder: string) =>
    folder === "" || [...pages.keys()].some((page) => page === folder || page.startsWith(`${folder}/`));
  return { ...world, pages, layouts: new Map([...world.layouts].filter(([folder]) => isUsed(folder))) };
}
