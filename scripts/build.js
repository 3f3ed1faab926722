// Builds what the npm package carries: lib/ (JavaScript and declarations) and wheels/ (the Python runtime).
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { findPython } from "./python.js";

const root = fileURLToPath(new URL("..", import.meta.url));

rmSync(`${root}lib`, { recursive: true, force: true });
execFileSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, "-p", root], { stdio: "inherit" });

rmSync(`${root}wheels`, { recursive: true, force: true });
const wheel = ["-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", `${root}wheels`, `${root}python`];
execFileSync(findPython(), wheel, { stdio: "inherit" });
