/** How an environment variable is read; `database`, `cache` and `email` are URLs. */
export const envTypes = [
  "str",
  "bool",
  "int",
  "float",
  "list",
  "json",
  "path",
  "database",
  "cache",
  "email",
] as const;

export type EnvType = (typeof envTypes)[number];

/** The environments a site runs in: the values of `DJK_ENV`. */
export const environments = ["dev", "test", "production"] as const;

export type EnvironmentName = (typeof environments)[number];

/** A value of a Django setting. Integers are `bigint`, so that `1` and `1.0` stay apart. */
export type Value =
  | { kind: "scalar"; value: string | boolean | bigint | number }
  | { kind: "none" }
  | { kind: "list"; items: Value[] }
  | { kind: "dict"; entries: Record<string, Value> }
  /** An environment variable; `fallback` null means that it has to be set. */
  | { kind: "env"; name: string; type: EnvType; fallback: Value | null }
  /** A Python expression; never from the user's file. */
  | { kind: "code"; code: string }
  /** An item of a list: all items of another list that is known at run time only. */
  | { kind: "spread"; list: Value }
  /** The item `"..."` of a list in `djk.toml`, until it is resolved. */
  | { kind: "defaults" }
  /** The item `{ use = …, before = … }` of a list in `djk.toml`, until it is resolved. */
  | { kind: "placed"; use: string; side: "before" | "after"; anchor: string };

/** Django settings by name, in the order in which they were written. */
export type Settings = Readonly<Record<string, Value>>;

/** Settings for every environment, and what each environment adds or replaces. */
export type LayeredSettings = Readonly<Record<"all" | EnvironmentName, Settings>>;
