import { relative, sep } from "node:path";
import type { Rolldown } from "vite";

/** A package, or a file of the site, in a built file. */
export interface Part {
  /** `@scope/charts`, or a path relative to the site. */
  name: string;
  /** Bytes of its code without what is not used, before it is minified and compressed. */
  bytes: number;
}

/** What each JavaScript file is made of, largest part first. */
export type Contents = ReadonlyMap<string, readonly Part[]>;

/** Looks into the chunks of a bundle. */
export function listContents(chunks: readonly Rolldown.OutputChunk[], site: string): Contents {
  return new Map(chunks.map((chunk) => [chunk.fileName, listParts(chunk, site)]));
}

function listParts({ modules }: Rolldown.OutputChunk, site: string): Part[] {
  const sizes = new Map<string, number>();
  for (const [id, { renderedLength }] of Object.entries(modules)) {
    const name = nameModule(id, site);
    sizes.set(name, (sizes.get(name) ?? 0) + renderedLength);
  }
  const parts = [...sizes].map(([name, bytes]) => ({ name, bytes })).filter(({ bytes }) => bytes > 0);
  return parts.sort((one, other) => other.bytes - one.bytes || (one.name < other.name ? -1 : 1));
}

function nameModule(id: string, site: string): string {
  if (id.startsWith("\0")) return "(the bundler's own)";
  return findPackage(id) ?? relative(site, id.replace(/\?.*$/, "")).split(sep).join("/");
}

/** Name of the package that a module belongs to: `@scope/charts`; null for a module of the site. */
export function findPackage(id: string): string | null {
  const [, name] = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(id) ?? [];
  return name?.replaceAll("\\", "/") ?? null;
}
