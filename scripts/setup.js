// Brings a fresh clone to where it can run: npm packages, the built package, Python environments, Chromium.
// Imports nothing but Node, because nothing is installed yet.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { findPython } from "./python.js";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** Installs the npm packages of the lock file where they are missing or older than it, and builds the package. */
export function installPackages() {
  const installed = `${root}node_modules/.package-lock.json`;
  const isCurrent =
    existsSync(installed) && statSync(installed).mtimeMs >= statSync(`${root}package-lock.json`).mtimeMs;
  if (!isCurrent) execute("npm", ["ci", "--no-audit", "--no-fund"]);
  execute(process.execPath, [`${root}scripts/build.js`]);
}

/**
 * Makes a virtual environment with a Django of its own and what the tests need, once per set of requirements.
 *
 * @returns path of its Python
 */
export function preparePython(name, python, requirements) {
  const folder = `${root}.cache/${name}`;
  const stamp = `${folder}/requirements.txt`;
  const wanted = [...requirements, readFileSync(`${root}python/pyproject.toml`, "utf8")].join("\n");
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(`${root}.cache`, { recursive: true });
    execute(python, ["-m", "venv", folder]);
    execute(`${folder}/bin/python`, [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--disable-pip-version-check",
      ...requirements,
    ]);
    writeFileSync(stamp, wanted);
  }
  return `${folder}/bin/python`;
}

/** The Chromium on PATH; installed with apt where it is missing and this is root on Debian, else null with a clear line. */
export function findChromium() {
  const found = which("chromium") ?? which("chromium-browser") ?? which("google-chrome");
  if (found) return found;
  if (process.getuid?.() === 0 && which("apt-get")) {
    execute("apt-get", ["update", "-qq"]);
    execute("apt-get", ["install", "-y", "-qq", "chromium"]);
    return which("chromium");
  }
  console.error("The browser tests need Chromium on PATH (Debian: sudo apt install chromium).");
  return null;
}

/** Runs a command with its output on this terminal; ends the script with its status when it fails. */
export function execute(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { stdio: "inherit", cwd: root, ...options });
  if (error) console.error(`cannot run ${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

function which(name) {
  try {
    return execFileSync("/bin/sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
  } catch {
    return null;
  }
}

export { findPython };
