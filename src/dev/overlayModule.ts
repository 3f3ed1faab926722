import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { devBase } from "./devEndpoints.js";

/** Path, below djk's own base, of the module that every page of the site loads during development. */
export const problemsPath = "/@djk/problems.js";

const source = fileURLToPath(import.meta.url);

const overlayFolder = join(dirname(dirname(source)), "overlay");

/** What the browser loads of djk beside packages: Vite must be told, because djk may lie outside of the site. */
export const overlayFiles = [overlayFolder, join(dirname(source), `shownProblem${extname(source)}`)];

/** Vite gives the files of the overlay to the browser, wherever djk is installed. */
export function formatProblemsModule(): string {
  const module = join(overlayFolder, `showProblems${extname(source)}`);
  return `import "${devBase}@fs${encodeURI(module)}";\n`;
}
