import { PYTHON_KEYWORDS } from "./pythonKeywords.js";
import type { Segment } from "./route.js";

/** Modules that a folder may hold itself; a folder of that name needs another one. */
const HANDLER_MODULES = new Set(["page", "layout", "route"]);

/**
 * Name of a folder as a Python module: a valid identifier, different for every two segments.
 *
 * `posts` stays; `my-page` → `w_my_2d_page`; `[slug]` → `p_slug`; `[id=int]` → `p_id__int`; `[[id]]` → `p_id__opt`;
 * `[...path]` → `r_path`; `(shop)` → `g_shop`.
 */
export function safeFolderName(segment: Segment): string {
  switch (segment.kind) {
    case "word":
      return isPlainModuleName(segment.text) ? segment.text : `w_${escapeText(segment.text)}`;
    case "group":
      return `g_${escapeText(segment.name)}`;
    case "rest":
      return `r_${segment.name}${segment.optional ? "__opt" : ""}`;
    case "param":
      return `p_${segment.name}${formatConverter(segment.converter)}${segment.optional ? "__opt" : ""}`;
  }
}

/** Dotted name of a folder's package: `routes.posts.p_slug`. The segments lead from the root to the folder. */
export function safeModulePath(segments: readonly Segment[]): string {
  return ["routes", ...segments.map(safeFolderName)].join(".");
}

function isPlainModuleName(text: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(text) || /__|^[prgw]_/.test(text)) return false;
  return !PYTHON_KEYWORDS.has(text) && !HANDLER_MODULES.has(text);
}

function formatConverter(converter: string | null): string {
  if (converter === null) return "";
  // A converter called "opt" must not read as the mark of an optional parameter.
  return converter === "opt" ? "___6f_pt" : `__${escapeText(converter)}`;
}

function escapeText(text: string): string {
  return text.replace(/[^A-Za-z0-9]/gu, (char) => `_${char.codePointAt(0)!.toString(16)}_`);
}
