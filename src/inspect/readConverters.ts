import type { GeneratedFile } from "../codegen/generatedFile.js";
import { ProjectError } from "../diagnostics/diagnostic.js";
import { writeFiles } from "../files/writeFiles.js";
import type { Converter } from "../router/route.js";
import { inspectSite } from "./inspectSite.js";
import type { Interpreter } from "./interpreter.js";

/**
 * Asks Django for its registered path converters.
 *
 * @param settings the generated files that Django needs to start; they are written first
 * @throws ProjectError when Django or the project's urlconf, which may register converters, cannot start
 */
export async function readConverters(
  site: string,
  interpreter: Interpreter,
  settings: GeneratedFile[],
): Promise<Pick<Converter, "name" | "regex">[]> {
  await writeFiles(site, settings, []);
  const { converters, diagnostics } = await inspectSite(site, interpreter, ["--converters"]);
  if (diagnostics.length > 0) throw new ProjectError(diagnostics);
  return converters;
}
