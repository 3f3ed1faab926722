/** Oldest versions that djk runs on. */
export const oldestPython = "3.10";
export const oldestDjango = "5.2";

/** Whether a program of this name can be run. */
export type HasProgram = (name: string) => boolean;

/** The command that installs a Python new enough for djk, by what this system installs programs with. */
export function formatPythonInstall(has: HasProgram): string {
  if (has("uv")) return "uv python install 3.13";
  if (has("brew")) return "brew install python@3.13";
  if (has("apt-get")) return "sudo apt-get install python3 python3-venv";
  if (has("dnf")) return "sudo dnf install python3";
  if (has("pacman")) return "sudo pacman -S python";
  return "install Python 3.13 from https://www.python.org/downloads/";
}

/** The command that makes a virtual environment with a newer Python than the one at hand. */
export function formatNewerPython(has: HasProgram): string {
  if (has("uv")) return formatPythonInstall(has);
  const install = formatPythonInstall(has);
  return `${install}, then name it where \`python3\` is an older one: npx djk setup --python <path>`;
}

/** The command that installs packages for an interpreter. */
export function formatPackageInstall(has: HasProgram, python: string, requirement: string): string {
  const quoted = /[\s"'<>]/.test(requirement) ? `"${requirement}"` : requirement;
  return has("uv") ? `uv pip install --python ${python} ${quoted}` : `${python} -m pip install ${quoted}`;
}

/** Compares `3.9.1` with `3.10` number by number; what is not a number (`6.0rc1`) ends the comparison. */
export function isOlder(version: string, than: string): boolean {
  const actual = parseNumbers(version);
  const wanted = parseNumbers(than);
  for (const [index, part] of wanted.entries()) {
    const own = actual[index] ?? 0;
    if (own !== part) return own < part;
  }
  return false;
}

function parseNumbers(version: string): number[] {
  return version.split(".").map((part) => Number.parseInt(part, 10) || 0);
}
