import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The compiler of a site, or why its types cannot be checked, as a hint for people. */
export type TypeScript = { kind: "found"; tsc: string } | { kind: "missing"; hint: string };

/** Finds the TypeScript that the site has installed, and whether there is a `tsconfig.json` for it. */
export function findTypeScript(site: string): TypeScript {
  if (!existsSync(join(site, "tsconfig.json"))) return miss("the site has no tsconfig.json");
  const tsc = findCompiler(site);
  if (tsc === null) return miss("TypeScript is not installed: npm install --save-dev typescript");
  return { kind: "found", tsc };
}

function miss(reason: string): TypeScript {
  return { kind: "missing", hint: `types are not checked, ${reason}` };
}

/** The script that `npx tsc` would run. */
function findCompiler(site: string): string | null {
  try {
    const manifest = createRequire(join(site, "package.json")).resolve("typescript/package.json");
    const { bin } = JSON.parse(readFileSync(manifest, "utf8")) as { bin?: { tsc?: string } };
    return bin?.tsc === undefined ? null : join(dirname(manifest), bin.tsc);
  } catch {
    return null;
  }
}
