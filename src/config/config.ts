import type { LayeredSettings } from "./value.js";

/** What `djk.toml` says, validated. */
export interface Config {
  site: {
    /** The Django app that holds models, admin, forms, migrations and templates: `mysite`. */
    package: string;
    trailingSlash: "always" | "never";
    /** Dotted name of the project's own settings module; null where djk generates one. */
    settings: string | null;
    /** Whether a handler must say what it returns: `strict` makes a missing annotation an error. */
    types: "auto" | "strict";
  };
  /** The `[django]` tables as written: `"..."` and placed items are not resolved. */
  django: LayeredSettings;
  build: {
    /** What the first load of a page may weigh before the build warns, in kB (1,000 bytes) after gzip. */
    budget: Budget;
  };
  /** Ranks of path converters, by converter name. */
  converterRanks: Readonly<Record<string, number>>;
}

export interface Budget {
  js: number;
  css: number;
}
