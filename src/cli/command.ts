/** How a command is declared: parsing, `--help` and the reference page all read this. */
export interface CommandSpec {
  /** Name and positional arguments, in commander's notation: `new <name>`. */
  usage: string;
  summary: string;
  /** `[flags, description]`, in commander's notation. */
  options: readonly (readonly [flags: string, description: string])[];
  /** Everything after the name is passed on untouched (`manage`). */
  passThrough?: boolean;
  /** Where the command lives; loaded only when it runs, so that `djk --help` stays instant. */
  load: () => Promise<{ run: RunCommand }>;
}

/** What a command gets. */
export interface CommandCall {
  /** Folder in which the command was given. */
  cwd: string;
  args: string[];
  options: Readonly<Record<string, string | boolean | undefined>>;
  terminal: Terminal;
}

/** Runs a command and gives the process's exit code. */
export type RunCommand = (call: CommandCall) => Promise<number>;

/** Where a command may print: results to `out`, everything else to `err`. */
export interface Terminal {
  out: (text: string) => void;
  err: (text: string) => void;
  colour: boolean;
}

/** Exit codes of the CLI. */
export const exitCode = { ok: 0, project: 1, usage: 2, internal: 70, interrupt: 130 } as const;
