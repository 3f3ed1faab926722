import { findExecutable } from "../inspect/findExecutable.js";
import { runCaptured } from "../process/runCaptured.js";
import type { Report } from "./runStep.js";

/**
 * Makes a git repository of a new site, with a first commit. Nothing happens without git or inside another
 * repository; without a known author the files are staged only.
 */
export async function commitSite(site: string, env: NodeJS.ProcessEnv, report: Report): Promise<void> {
  if (findExecutable("git", env) === null) return;
  const git = async (...args: string[]) => {
    const { code } = await runCaptured("git", args, { cwd: site, env, timeout: 30_000 });
    return code === 0;
  };
  if (await git("rev-parse", "--is-inside-work-tree")) return;
  report("Making the first commit …");
  const staged = (await git("init", "--quiet")) && (await git("add", "--all"));
  if (!staged) return;
  const message = "Start with what djk new makes";
  const committed = await git("-c", "commit.gpgsign=false", "commit", "--quiet", "--message", message);
  if (!committed) report("git does not know who you are: the files are staged, the first commit is yours.");
}
