import type { Diagnostic } from "../diagnostics/diagnostic.js";

export interface Surroundings {
  /** Path of the interpreter. */
  python: string;
  /** What is wrong with the folder of the data, null when nothing is. */
  dataProblem: string | null;
}

const deniedOutput = /unable to open database|readonly database|\[Errno \d+\]|PermissionError/;

/** Puts a cause that djk can tell in the place of what Python printed about it. */
export function explainFailure(problem: Diagnostic, { python, dataProblem }: Surroundings): Diagnostic {
  const output = problem.hint ?? "";
  if (dataProblem !== null && deniedOutput.test(output))
    return {
      ...problem,
      message: `${problem.message}: ${dataProblem}`,
      hint: "let this user write there, or name another folder: DJK_DATA_DIR=/path npx djk start",
    };
  const missing = /No module named '?(gunicorn|uvicorn|django)\b/.exec(output)?.[1];
  if (missing === undefined) return problem;
  return {
    ...problem,
    message: `${problem.message}: ${missing} is not installed in ${python}`,
    hint: `run: ${python} -m pip install -r dist/requirements.txt`,
  };
}
