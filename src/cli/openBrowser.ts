import { spawn } from "node:child_process";

/** Opens a URL in the user's browser; nothing happens on a machine without one. */
export function openBrowser(url: string, env: NodeJS.ProcessEnv): void {
  const command = process.platform === "darwin" ? "open" : "xdg-open";
  const child = spawn(command, [url], { env, stdio: "ignore", detached: true });
  child.once("error", () => {});
  child.unref();
}
