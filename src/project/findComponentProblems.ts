import type { Diagnostic } from "../diagnostics/diagnostic.js";

/** A special component file: its path relative to the site, and its text. */
export interface ComponentFile {
  path: string;
  text: string;
}

/** Finds component files that export nothing as default; decided from the text, without a parser: in doubt it is content. */
export function findComponentProblems(files: readonly ComponentFile[]): Diagnostic[] {
  return files.filter(({ text }) => !hasDefaultExport(text)).map(({ path }) => describeProblem(path));
}

/** Comments that begin a line; others would need a parser to tell from `accept="image/*"` or `https://`. */
const comments = /^\s*(?:\/\/.*|\/\*[\s\S]*?\*\/)/gm;

const defaultExport = /\bexport\s*(?:default\b|\*\s*as\s+default\b|\{[^}]*\bdefault\s*[,}])/;

function hasDefaultExport(text: string): boolean {
  return defaultExport.test(text.replace(comments, " "));
}

function describeProblem(path: string): Diagnostic {
  return {
    code: "component-no-default",
    severity: "error",
    message: `${path} has no default export`,
    at: { file: path },
    hint: `Export the component as default: export default function ${formatName(path)}() { … }`,
  };
}

/** `routes/not-found.tsx` → `NotFound` */
function formatName(path: string): string {
  const stem = path.slice(path.lastIndexOf("/") + 1).replace(/\.\w+$/, "");
  return stem.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
