import type { GeneratedFile } from "../codegen/generatedFile.js";
import { writeFiles } from "../files/writeFiles.js";
import type { Converter } from "../router/route.js";
import { inspectSite } from "./inspectSite.js";
import type { Interpreter } from "./interpreter.js";

/**
 * Asks Django for its registered path converters.
 *
 * @param settings the generated files that Django needs to start; they are written first
 * @throws ProjectError when Django cannot start
 */
export async function readConverters(
  site: string,
  interpreter: Interpreter,
  settings: GeneratedFile[],
): Promise<Pick<Converter, "name" | "regex">[]> {
  await writeFiles(site, settings, []);
  return (await inspectSite(site, interpreter, ["--converters"])).converters;
}
