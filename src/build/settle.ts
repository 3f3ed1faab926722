import { type Diagnostic, ProjectError } from "../diagnostics/diagnostic.js";

/**
 * Waits for two steps that run at the same time, also for the second one when the first has failed.
 *
 * @throws ProjectError with the problems of both; an error of another kind as it is
 */
export async function settle<First, Second>(
  first: Promise<First>,
  second: Promise<Second>,
): Promise<[First, Second]> {
  const results = await Promise.allSettled([first, second]);
  const [one, other] = results;
  if (one.status === "fulfilled" && other.status === "fulfilled") return [one.value, other.value];
  // Where the second waits for the first, both fail with the same error.
  throw joinFailures(
    new Set(results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []))),
  );
}

function joinFailures(reasons: Iterable<unknown>): unknown {
  const diagnostics: Diagnostic[] = [];
  for (const reason of reasons) {
    if (!(reason instanceof ProjectError)) return reason;
    diagnostics.push(...reason.diagnostics);
  }
  return new ProjectError(diagnostics);
}
