import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ServerKind } from "../build/deployFiles.js";
import { manifestVersion } from "../build/manifest.js";
import { ProjectError } from "../diagnostics/diagnostic.js";

/**
 * Reads from the manifest of a build what serves it.
 *
 * @param dist absolute path of the build
 * @throws ProjectError `build-missing`, `manifest-invalid`
 */
export async function readServerKind(dist: string): Promise<ServerKind> {
  const text = await readFile(join(dist, "manifest.json"), "utf8").catch(refuseUnread);
  const manifest = parseObject(text);
  if (manifest === null) throw describeInvalid("is not the JSON that djk build writes");
  if (manifest.version !== manifestVersion)
    throw describeInvalid(
      `has version ${JSON.stringify(manifest.version) ?? "none"}; this djk serves version ${manifestVersion}`,
    );
  if (manifest.server !== "wsgi" && manifest.server !== "asgi")
    throw describeInvalid(
      `has the server ${JSON.stringify(manifest.server) ?? "none"}, not "wsgi" or "asgi"`,
    );
  return manifest.server;
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? (value as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}

function refuseUnread(error: NodeJS.ErrnoException): never {
  if (error.code !== "ENOENT" && error.code !== "ENOTDIR")
    throw describeInvalid(`cannot be read (${error.code})`);
  throw new ProjectError({
    code: "build-missing",
    severity: "error",
    message: "there is no build to start: dist/manifest.json is missing",
    hint: "Run: npx djk build",
  });
}

function describeInvalid(what: string): ProjectError {
  return new ProjectError({
    code: "manifest-invalid",
    severity: "error",
    message: `dist/manifest.json ${what}`,
    at: { file: "dist/manifest.json" },
    hint: "Build again with this djk: npx djk build",
  });
}
