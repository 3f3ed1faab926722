import { access, constants, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";

/**
 * Finds what is wrong with the folder in which a build keeps its data: the SQLite file, uploads, the key of `--local`.
 *
 * @param dataDir `DJK_DATA_DIR`, may be empty
 * @returns a sentence for people, null for a folder that can be written to
 */
export async function findDataProblem(dist: string, dataDir: string | undefined): Promise<string | null> {
  const folder = dataDir ? resolve(dist, dataDir) : dirname(dist);
  const found = await stat(folder).catch(() => null);
  if (found === null) return `the data folder ${folder} does not exist`;
  if (!found.isDirectory()) return `the data folder ${folder} is not a folder`;
  return access(folder, constants.W_OK | constants.X_OK).then(
    () => null,
    () => `this user may not write to the data folder ${folder}`,
  );
}
