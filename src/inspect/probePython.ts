import { type RunResult, runCaptured } from "../process/runCaptured.js";

/** What an interpreter says about itself. */
export interface PythonFacts {
  /** `sys.executable`: past a pyenv shim, inside a virtual environment. */
  path: string;
  /** `3.13.0` */
  version: string;
  isVenv: boolean;
  /** Version of Django that it imports, null without. */
  django: string | null;
  /** Version of the installed distribution `djk`, null without. */
  djk: string | null;
}

// Runs on every Python 3, so that an old one can say that it is old.
const probe = `
import json, sys
def django():
    try:
        import django
        return django.get_version()
    except Exception:
        return None
def djk():
    try:
        from importlib.metadata import version
        return version("djk")
    except Exception:
        return None
print(json.dumps({
    "path": sys.executable,
    "version": "%d.%d.%d" % sys.version_info[:3],
    "isVenv": sys.prefix != sys.base_prefix,
    "django": django(),
    "djk": djk(),
}))
`;

/**
 * Asks an interpreter for its facts, in one isolated process of at most `timeout` milliseconds.
 *
 * Returns the reason as a string when it does not run or answers something else.
 */
export async function probePython(
  command: string,
  env: NodeJS.ProcessEnv,
  timeout: number,
): Promise<PythonFacts | string> {
  let result: RunResult;
  try {
    result = await runCaptured(command, ["-I", "-c", probe], { env, timeout });
  } catch (error) {
    if (error instanceof Error && "code" in error) return `it cannot be started (${error.code})`;
    throw error;
  }
  if (result.timedOut) return `it did not answer within ${timeout / 1000} seconds`;
  return parseFacts(result.stdout) ?? reasonOf(result);
}

function parseFacts(stdout: string): PythonFacts | null {
  try {
    const value = JSON.parse(stdout);
    return typeof value.version === "string" ? value : null;
  } catch {
    return null;
  }
}

function reasonOf(result: RunResult): string {
  const first = result.stderr.trim().split("\n")[0];
  return first ? `it said: ${first}` : `it ended with code ${result.code} and no answer`;
}
