import { compareCodePoints } from "../../router/codePointOrder.js";
import type { RouteTable } from "../../router/route.js";
import type { GeneratedFile } from "../generatedFile.js";
import { addInputForms } from "./inputForms.js";
import type { IrDefinition, IrHandler } from "./ir.js";
import { listReserved, printFolder } from "./printFolder.js";
import { printModule } from "./printModule.js";
import { printRegister, registerPath } from "./printRegister.js";
import { listHandlers, listTypedFolders, type TypedFolder } from "./typedFolder.js";
import {
  createTypesFile,
  findReferences,
  listReachable,
  type NamedTypes,
  type TypesFile,
} from "./typesFile.js";
import { listHandlerTypes } from "./walkType.js";

/** What Python says of the types of a site. */
export interface SiteTypes {
  handlers: IrHandler[];
  /** Named types by id. */
  types: Record<string, IrDefinition>;
}

/**
 * The types of a site for its components, paths relative to `.djk/types`: `$types.ts` for each folder with a page, a
 * layout or an endpoint, a file for each other Python module whose types they use, and `register.ts` for `djk/react`.
 */
export function generateTypes(table: RouteTable, site: SiteTypes): GeneratedFile[] {
  const { handlers, types } = addInputForms(site);
  const folders = listTypedFolders(table, new Map(handlers.map((handler) => [handler.file, handler])));
  const references = findReferences(types);
  const used = listReachable(folders.flatMap(listHandlers).flatMap(listHandlerTypes), references);
  const files = planFiles(folders, groupByModule(used, types), types);
  const homes = [...files.folders.values(), ...files.modules.values()].flatMap((file) =>
    file.own.map((id) => [id, file] as const),
  );
  const named: NamedTypes = { definitions: types, references, homes: new Map(homes) };
  const byDir = new Map(folders.map((folder) => [folder.dir, folder]));
  return [
    ...folders.map((folder) => {
      const file = files.folders.get(folder.dir)!;
      return { path: file.path, content: printFolder(folder, file, named) };
    }),
    ...[...files.modules].map(([module, file]) => ({
      path: file.path,
      content: printModule(module, file, named),
    })),
    { path: registerPath, content: printRegister({ table, folders: byDir, named }) },
  ];
}

interface PlannedFiles {
  /** By the folder's path. */
  folders: ReadonlyMap<string, TypesFile>;
  /** By the dotted name of the Python module. */
  modules: ReadonlyMap<string, TypesFile>;
}

/** Decides where each named type is printed that a handler speaks of: beside its handler, else by its module. */
function planFiles(
  folders: readonly TypedFolder[],
  byModule: ReadonlyMap<string, string[]>,
  types: SiteTypes["types"],
): PlannedFiles {
  const ofFolders = folders.map((folder) => {
    const ids = listHandlers(folder).flatMap((handler) => byModule.get(handler.module) ?? []);
    return [
      folder.dir,
      createTypesFile(`${folder.dir}/$types.ts`, ids, types, listReserved(folder)),
    ] as const;
  });
  const own = new Set(folders.flatMap(listHandlers).map((handler) => handler.module));
  const ofModules = [...byModule]
    .filter(([module]) => !own.has(module))
    .sort(([a], [b]) => compareCodePoints(a, b))
    .map(([module, ids]) => [module, createTypesFile(`python/${module}.ts`, ids, types, new Map())] as const);
  return { folders: new Map(ofFolders), modules: new Map(ofModules) };
}

function groupByModule(ids: readonly string[], types: SiteTypes["types"]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const id of ids) {
    const { module } = types[id]!;
    const group = groups.get(module);
    if (group === undefined) groups.set(module, [id]);
    else group.push(id);
  }
  return groups;
}
