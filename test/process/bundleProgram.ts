import { join } from "node:path";
import { build } from "esbuild";

/**
 * Writes a program that Node runs by itself into a folder; its imports are relative to the repository.
 *
 * @param packages `external` leaves them to the `node_modules` that Node finds from the folder
 */
export async function bundleProgram(
  folder: string,
  code: string,
  packages: "bundle" | "external" = "bundle",
): Promise<string> {
  const outfile = join(folder, "program.mjs");
  await build({
    stdin: { contents: code, resolveDir: join(import.meta.dirname, "../.."), loader: "ts" },
    bundle: true,
    packages,
    platform: "node",
    format: "esm",
    outfile,
  });
  return outfile;
}
