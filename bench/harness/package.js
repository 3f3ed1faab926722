import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { projectFolder } from "./paths.js";

/** Builds djk from this working tree: `lib/` and the wheel of the Python runtime. */
export function buildPackage() {
  execFileSync(process.execPath, [join(projectFolder, "scripts/build.js")], { stdio: "inherit" });
}
