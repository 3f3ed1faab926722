import { execFile } from "node:child_process";
import { basename } from "node:path";

/** Editors with a window of their own: the name of their process → the command that opens a file in it. */
const windowed: Readonly<Record<string, string>> = {
  antigravity: "antigravity",
  code: "code",
  "code-insiders": "code-insiders",
  codium: "codium",
  cursor: "cursor",
  goland: "goland",
  gvim: "gvim",
  idea: "idea",
  phpstorm: "phpstorm",
  pycharm: "pycharm",
  rider: "rider",
  rubymine: "rubymine",
  sublime_text: "subl",
  trae: "trae",
  vscodium: "vscodium",
  webstorm: "webstorm",
  zed: "zed",
  "zed-editor": "zed",
};

const inTerminal =
  /^(vi|vim|nvim|view|ex|ed|nano|pico|emacs|emacsclient|hx|helix|joe|jed|ne|micro|kak|mcedit)$/;

export const noEditor = "No editor with a window runs. Set one: LAUNCH_EDITOR=code npx djk dev";

/**
 * The command of the editor that opens a file; null where only one that needs a terminal is known.
 *
 * @param processes names of those that run
 */
export function findEditor(env: NodeJS.ProcessEnv, processes: readonly string[]): string | null {
  if (env.LAUNCH_EDITOR) return env.LAUNCH_EDITOR;
  const running = Object.keys(windowed).find((name) => processes.includes(name));
  if (running !== undefined) return windowed[running] ?? null;
  const [chosen = ""] = (env.VISUAL || env.EDITOR || "").split(" ");
  return chosen === "" || inTerminal.test(basename(chosen)) ? null : chosen;
}

/**
 * Names the editor to Vite, whose own guess may be one that takes the terminal of djk. Whether there is one.
 *
 * Elsewhere than on Linux the guess stays Vite's: it knows the programs of these systems by their paths.
 */
export async function chooseEditor(env: NodeJS.ProcessEnv): Promise<boolean> {
  if (process.platform !== "linux") return true;
  const editor = findEditor(env, env.LAUNCH_EDITOR ? [] : await listProcesses());
  if (editor !== null) env.LAUNCH_EDITOR = editor;
  return editor !== null;
}

function listProcesses(): Promise<string[]> {
  return new Promise((resolve) => {
    execFile("ps", ["x", "-o", "comm="], (_, output) =>
      resolve(output.split("\n").map((name) => name.trim())),
    );
  });
}
