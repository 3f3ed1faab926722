import { compareCodePoints } from "../../router/codePointOrder.js";
import type { IrDefinition } from "./ir.js";
import { formatImport, type NamedTypes, nameTypes, type TypesFile } from "./typesFile.js";

/** Names the types that a file takes from others; its own names go first. */
export function nameImported(
  ids: readonly string[],
  file: TypesFile,
  reserved: ReadonlyMap<string, string | null>,
  definitions: Readonly<Record<string, IrDefinition>>,
): Map<string, string> {
  const foreign = ids.filter((id) => !file.names.has(id)).sort(compareCodePoints);
  const taken = new Map([...reserved, ...[...file.names.values()].map((name) => [name, null] as const)]);
  return nameTypes(foreign, definitions, taken);
}

/** Prints the imports of these names, one line a file. */
export function printImports(
  path: string,
  names: ReadonlyMap<string, string>,
  homes: NamedTypes["homes"],
): string {
  const byFile = new Map<string, string[]>();
  for (const [id, name] of names) {
    const home = homes.get(id)!;
    const exported = home.names.get(id)!;
    const written = exported === name ? name : `${exported} as ${name}`;
    byFile.set(home.path, [...(byFile.get(home.path) ?? []), written]);
  }
  return [...byFile]
    .map(([file, written]) => `import type { ${written.join(", ")} } from ${formatImport(path, file)};\n`)
    .join("");
}
