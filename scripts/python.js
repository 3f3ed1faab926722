// Finds the Python that builds and tests the runtime package.
import { execFileSync } from "node:child_process";

const names = ["python3", "python3.13", "python3.12", "python3.11", "python3.10"];
const probe = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";

/** The first Python of 3.10 or later with venv and pip; ends the script with what to install where there is none. */
export function findPython() {
  const python = [process.env.DJK_PYTHON, ...names].filter(Boolean).find(canRun);
  if (python) return python;
  console.error(
    "djk needs Python 3.10 or later with venv and pip (Debian: apt install python3-venv python3-pip).",
  );
  process.exit(1);
}

function canRun(python) {
  try {
    execFileSync(python, ["-c", probe], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
