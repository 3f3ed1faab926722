import type { Diagnostic } from "../diagnostics/diagnostic.js";

/**
 * Finds `page.html` files in which no page would appear; decided from the text: what another template prints is trusted.
 *
 * @param templates their contents by path
 */
export function findTemplateProblems(templates: ReadonlyMap<string, string>): Diagnostic[] {
  return [...templates].flatMap(([path, text]): Diagnostic[] => {
    const missing = findMissing(text.replace(comments, ""));
    if (missing.length === 0) return [];
    return [
      {
        code: "page-template-mount",
        severity: "warning",
        message: `${path} prints no ${missing.map((tag) => words[tag]).join(", no ")}: the page's component never appears`,
        at: { file: path },
        hint: 'begin with {% extends "djk/document.html" %}, and put {{ block.super }} into the djk_ blocks that you fill',
      },
    ];
  });
}

const comments = /\{#.*?#\}|\{%\s*comment\b[\s\S]*?%\}[\s\S]*?\{%\s*endcomment\s*%\}/g;

const words = {
  djk_assets: "assets ({% djk_assets %})",
  djk_root: "mount element ({% djk_root %})",
  djk_data: "data ({% djk_data %})",
};

type Tag = keyof typeof words;

/** What `page.html` has to print itself, by the template that it extends. */
function findMissing(text: string): Tag[] {
  const parent = /\{%\s*extends\s+["']?([^"'\s%]+)/.exec(text)?.[1];
  if (parent === undefined)
    return (["djk_assets", "djk_root", "djk_data"] as const).filter((tag) => !hasTag(text, tag));
  return (["djk_assets", "djk_root"] as const).filter((name) => {
    const block = findBlock(text, name);
    return block !== null && !/\bblock\.super\b/.test(block) && !hasTag(block, name);
  });
}

function hasTag(text: string, tag: Tag): boolean {
  return new RegExp(`\\{%\\s*${tag}\\s*%\\}`).test(text);
}

/** What stands between `{% block name %}` and its end, blocks within it included. */
function findBlock(text: string, name: string): string | null {
  const start = new RegExp(`\\{%\\s*block\\s+${name}\\s*%\\}`).exec(text);
  if (start === null) return null;
  const rest = text.slice(start.index + start[0].length);
  let depth = 1;
  for (const tag of rest.matchAll(/\{%\s*(block|endblock)\b[^%]*%\}/g)) {
    depth += tag[1] === "block" ? 1 : -1;
    if (depth === 0) return rest.slice(0, tag.index);
  }
  return rest;
}
