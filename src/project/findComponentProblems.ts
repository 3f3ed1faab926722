import type { Diagnostic } from "../diagnostics/diagnostic.js";

/** A special component file: its path relative to the site, and its text. */
export interface ComponentFile {
  path: string;
  text: string;
}

/** Finds what no component file can do; decided from the text, without a parser: in doubt it is content. */
export function findComponentProblems(files: readonly ComponentFile[]): Diagnostic[] {
  return files.flatMap((file) => {
    const text = file.text.replace(comments, blank);
    return [...findMissingDefault(file, text), ...findAsync(file, text), ...findServerCode(file, text)];
  });
}

/** Comments that begin a line; others would need a parser to tell from `accept="image/*"` or `https://`. */
const comments = /^\s*(?:\/\/.*|\/\*[\s\S]*?\*\/)/gm;

/** Lines keep their numbers. */
function blank(comment: string): string {
  return comment.replace(/[^\n]/g, " ");
}

const defaultExport = /\bexport\s*(?:default\b|\*\s*as\s+default\b|\{[^}]*\bdefault\s*[,}])/;

function findMissingDefault({ path }: ComponentFile, text: string): Diagnostic[] {
  if (defaultExport.test(text)) return [];
  return [
    {
      code: "component-no-default",
      severity: "error",
      message: `${path} has no default export`,
      at: { file: path },
      hint: `Export the component as default: export default function ${formatName(path)}() { … }`,
    },
  ];
}

/** `routes/not-found.tsx` → `NotFound` */
function formatName(path: string): string {
  const stem = path.slice(path.lastIndexOf("/") + 1).replace(/\.\w+$/, "");
  return stem.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function findAsync({ path }: ComponentFile, text: string): Diagnostic[] {
  const found = /^export\s+default\s+async\b/m.exec(text) ?? findAsyncDefinition(text);
  if (found === null) return [];
  return [
    {
      code: "component-async",
      severity: "error",
      message: `the component of ${path} is async, but it runs in the browser, which cannot wait for it`,
      at: { file: path, line: countLines(text, found.index) },
      hint: `Load the data in get() of ${findHandler(path)}: the component gets it as data.`,
    },
  ];
}

/** The definition of what is exported by name, `export default Page;`, where it is async. */
function findAsyncDefinition(text: string): RegExpExecArray | null {
  const name = /^export\s+default\s+([A-Za-z_]\w*)\s*;?\s*$/m.exec(text)?.[1];
  if (name === undefined) return null;
  return new RegExp(
    `^(?:async\\s+function\\s+${name}\\b|const\\s+${name}\\b[^=\\n]*=\\s*async\\b)`,
    "m",
  ).exec(text);
}

const serverCode =
  /^[ \t]*(["']use server["'])\s*;?\s*$|^export\s+(?:async\s+)?(?:function|const)\s+(getServerSideProps|getStaticProps|getStaticPaths)\b/gm;

function findServerCode({ path }: ComponentFile, text: string): Diagnostic[] {
  return [...text.matchAll(serverCode)].map((found) => ({
    code: "component-server-code",
    severity: "error",
    message: `${path} has ${found[1] ?? `${found[2]}()`}, but a component runs in the browser, never on the server`,
    at: { file: path, line: countLines(text, found.index) },
    hint: `Write it in Python, as get() of ${findHandler(path)}.`,
  }));
}

/** The Python file beside a component. */
function findHandler(path: string): string {
  const isLayout = /(?:^|\/)layout\.\w+$/.test(path);
  return path.replace(/[^/]+$/, isLayout ? "layout.py" : "page.py");
}

function countLines(text: string, end: number): number {
  return text.slice(0, end).split("\n").length;
}
