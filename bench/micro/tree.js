import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const pagesInSection = 20;
const sectionsInArea = 25;

/**
 * The files of an ordinary site with so many routes: areas, each with a layout and a data handler; in them sections of
 * twenty pages with a list, `[slug]`, `[slug]/edit`, an endpoint, and static pages. Every page has its handler.
 *
 * @returns contents by path
 */
export function buildTree(routes) {
  const files = { "djk.toml": '[site]\npackage = "micro"\n', "routes/not-found.tsx": component };
  addPage(files, "routes");
  for (let route = 1; route < routes; route++) addRoute(files, route);
  return files;
}

/** A URL for each route of the tree, parameters filled in; those of files have no final slash. */
export function listUrls(routes) {
  const described = Array.from({ length: routes - 1 }, (_, index) => describeRoute(index + 1));
  return ["/", ...described.map(formatUrl)];
}

function formatUrl({ folder, kind }) {
  const path = `/${folder.replaceAll("[slug]", "the-slug-of-it")}`;
  return kind === "endpoint" ? path : `${path}/`;
}

/** URLs that no route of the tree answers, one for each: a wrong end, a wrong beginning, one part too many. */
export function listMisses(routes) {
  const urls = listUrls(routes);
  const spoil = [(url) => `${url}/edit/nowhere/`, (url) => `/no${url}`, (url) => `${url}/a/b/c/d/`];
  return urls.map((url, index) => spoil[index % spoil.length](url));
}

/** Writes the files below a folder. */
export function writeTree(folder, files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

const component = "export default function Part() {\n  return null;\n}\n";
const handler = 'def get(request, **params):\n    return {"text": "answer"}\n';

function addRoute(files, route) {
  const { area, folder, kind } = describeRoute(route);
  files[`routes/${area}/layout.tsx`] = component;
  files[`routes/${area}/layout.py`] = handler;
  if (kind === "endpoint") files[`routes/${folder}/route.py`] = handler;
  else addPage(files, `routes/${folder}`);
}

function addPage(files, folder) {
  files[`${folder}/page.tsx`] = component;
  files[`${folder}/page.py`] = handler;
}

function describeRoute(route) {
  const section = Math.floor(route / pagesInSection);
  const area = `area-${Math.floor(section / sectionsInArea)}`;
  const base = `${area}/section-${section}`;
  const names = ["", "/[slug]", "/[slug]/edit", "/data.json"];
  const place = route % pagesInSection;
  const folder = `${base}${names[place] ?? `/page-${place}`}`;
  return { area, folder, kind: names[place] === "/data.json" ? "endpoint" : "page" };
}
