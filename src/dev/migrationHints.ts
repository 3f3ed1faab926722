import { readModelLines } from "./modelFields.js";

/** Reminds of migrations where the fields of models have changed. */
export interface MigrationHints {
  /** Takes the files as they are for known. */
  learn: (paths: readonly string[]) => void;
  /** What to say of a file that was saved; null when no field in it can be another one. */
  describe: (path: string) => string | null;
}

/** @param readSource text of a file of the site; null where there is none */
export function createMigrationHints(readSource: (file: string) => string | null): MigrationHints {
  const known = new Map<string, string>();
  const take = (path: string): boolean => {
    const lines = readModelLines(readSource(path) ?? "");
    const isNew = known.get(path) !== lines;
    known.set(path, lines);
    return isNew && lines !== "";
  };
  return {
    learn: (paths) => {
      for (const path of paths.filter(isModels)) take(path);
    },
    describe: (path) => (isModels(path) && take(path) ? formatHint(path) : null),
  };
}

function isModels(path: string): boolean {
  return /(^|\/)models(\.py|\/\w+\.py)$/.test(path);
}

function formatHint(path: string): string {
  return `${path} changed. For a new or changed field: npx djk manage makemigrations, then npx djk manage migrate`;
}
