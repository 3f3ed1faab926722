/** Words that cannot name a type, or would be read as a part of one. */
const keywords = new Set(
  (
    "abstract any as asserts assert async await bigint boolean break case catch class const constructor continue " +
    "debugger declare default delete do else enum export extends false finally for from function get global if " +
    "implements import in infer instanceof interface intrinsic is keyof let module namespace never new null number " +
    "object of out override package private protected public readonly require return satisfies set static string " +
    "super switch symbol this throw true try type typeof undefined unique unknown using var void while with yield"
  ).split(" "),
);

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** The name of a Python type as a name for a TypeScript type: what no identifier has is left out. */
export function formatTypeName(name: string): string {
  const words = name.replaceAll("<locals>", "").split(/[^\p{ID_Continue}$]+/u);
  const whole = words.join("");
  const valid = identifier.test(whole) ? whole : `_${whole}`;
  return keywords.has(valid) ? `${valid}_` : valid;
}

/** The last part of a dotted module name, as the beginning of a type's name: `mysite.shapes` gives `Shapes`. */
export function formatModulePrefix(module: string): string {
  const last = formatTypeName(module.split(".").at(-1) ?? "");
  return last.charAt(0).toUpperCase() + last.slice(1);
}

/** A property name, quoted where it must be. */
export function formatProperty(name: string): string {
  return identifier.test(name) ? name : JSON.stringify(name);
}

/** The first of these names that is free; when none is, the last one with a number. */
export function chooseName(candidates: readonly string[], taken: ReadonlySet<string>): string {
  const free = candidates.find((name) => !taken.has(name));
  if (free !== undefined) return free;
  const last = candidates.at(-1) ?? "";
  for (let count = 2; ; count++) if (!taken.has(`${last}${count}`)) return `${last}${count}`;
}
