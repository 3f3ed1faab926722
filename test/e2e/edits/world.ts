/** What a run of edits changes: the routes below `routes/zoo`, and three files that can break a whole site. */
export interface World {
  /** By folder below `routes/zoo`; `""` is that folder itself. */
  pages: ReadonlyMap<string, Page>;
  /** By folder, as pages. */
  layouts: ReadonlyMap<string, string>;
  colour: string;
  broken: ReadonlySet<Breakable>;
  /** The folder that was renamed to make this world, below `routes/zoo`. */
  moved?: { from: string; to: string };
}

export interface Page {
  /** What the component shows. */
  marker: string;
  /** What the handler returns; null for a page without one. */
  value: string | null;
  fault: Fault | null;
}

/** What can be wrong with a page. */
export type Fault = "component-syntax" | "no-default" | "type" | "handler-syntax" | "handler-raises";

/** What can be wrong with a site; `tree` is a folder whose name is none. */
export type Breakable = "tree" | "config" | "models";

export const emptyWorld: World = {
  pages: new Map([["", { marker: "m0", value: "v0", fault: null }]]),
  layouts: new Map([["", "l0"]]),
  colour: "#000000",
  broken: new Set(),
};

/** Texts of the files that a world adds something to while it is broken. */
export interface Originals {
  config: string;
  models: string;
}

/** Every file that makes up a world: paths relative to the site, with their texts. */
export function renderWorld(world: World, originals: Originals): Map<string, string> {
  const files = new Map<string, string>([
    ["routes/zoo/zoo.css", `.zoo { color: ${world.colour} }\n`],
    ["djk.toml", originals.config + (world.broken.has("config") ? "\nnonsense = [\n" : "")],
    ["mysite/models.py", originals.models + (world.broken.has("models") ? "\n1 +\n" : "")],
  ]);
  if (world.broken.has("tree")) files.set("routes/zoo/[a b]/page.tsx", "export default () => null;\n");
  for (const [folder, value] of world.layouts) {
    files.set(pathOf(folder, "layout.tsx"), renderLayout(folder));
    files.set(pathOf(folder, "layout.py"), `def get(request, **params):\n    return {"value": "${value}"}\n`);
  }
  for (const [folder, page] of world.pages) {
    files.set(pathOf(folder, "page.tsx"), renderComponent(page));
    if (page.value !== null) files.set(pathOf(folder, "page.py"), renderHandler(page));
  }
  return files;
}

export function pathOf(folder: string, file: string): string {
  return ["routes/zoo", folder, file].filter((part) => part !== "").join("/");
}

function renderLayout(folder: string): string {
  const style = folder === "" ? 'import "./zoo.css";\n' : "";
  return `import type { LayoutProps } from "djk/react";\n${style}
export default function Layout({ children }: LayoutProps) {
  return <section className="zoo">{children}</section>;
}
`;
}

function renderComponent({ marker, fault }: Page): string {
  const keyword = fault === "no-default" ? "export" : "export default";
  const wrong = fault === "type" ? '\nconst wrong: number = "text";\n' : "";
  const close = fault === "component-syntax" ? "</" : "</h1>";
  return `${keyword} function Page() {\n  return <h1>${marker}${close};\n}\n${wrong}`;
}

function renderHandler({ value, fault }: Page): string {
  const body =
    fault === "handler-raises" ? 'raise RuntimeError("on purpose")' : `return {"value": "${value}"}`;
  return `def get(request, **params):\n    ${body}\n${fault === "handler-syntax" ? "1 +\n" : ""}`;
}
