import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Absolute path of the project. */
export const projectFolder = fileURLToPath(new URL("../..", import.meta.url));

/** Absolute path of `bench/`. */
export const benchFolder = join(projectFolder, "bench");

/** Generated sites, one folder for each system and number of pages; not committed. */
export const sitesFolder = join(benchFolder, "sites");

/** What a run has removed of the sites, until its end. */
export const removedFolder = join(sitesFolder, ".removed");

/** What the benchmark installs for itself: another Node, the packed djk; not committed. */
export const toolsFolder = join(benchFolder, "tools");

/** One folder of JSON for each run. */
export const resultsFolder = join(benchFolder, "results");
