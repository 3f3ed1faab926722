import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { spawnGroup } from "../../src/process/spawnGroup.js";
import { bundleProgram } from "./bundleProgram.js";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "djk-process-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function waitUntil(condition: () => boolean, limitMs = 8000): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error("The condition did not come true in time");
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Starts `sh` with a child of its own and waits until both have told their process ids. */
async function startFamily(script: string, graceMs?: number) {
  const lines: string[] = [];
  const group = spawnGroup({
    command: "sh",
    args: ["-c", script],
    cwd: folder,
    onLine: (line) => lines.push(line),
    ...(graceMs === undefined ? {} : { graceMs }),
  });
  await waitUntil(() => lines.length >= 1);
  return { group, childPid: Number(lines[0]) };
}

describe("spawnGroup", () => {
  test("delivers every line of both streams before exited resolves, also the last one without a line end", async () => {
    const lines: [string, string][] = [];
    const group = spawnGroup({
      command: "sh",
      args: ["-c", "echo one; echo two >&2; printf three; exit 3"],
      cwd: folder,
      onLine: (line, stream) => lines.push([stream, line]),
    });
    expect(await group.exited).toEqual({ code: 3, signal: null });
    expect(lines.filter(([stream]) => stream === "stdout").map(([, line]) => line)).toEqual(["one", "three"]);
    expect(lines).toContainEqual(["stderr", "two"]);
  });

  test("end() ends the grandchildren too", async () => {
    const { group, childPid } = await startFamily("sleep 60 & echo $!; wait");
    await group.end();
    expect(isAlive(group.pid)).toBe(false);
    expect(isAlive(childPid)).toBe(false);
  });

  test("end() kills what ignores SIGTERM after the grace time", async () => {
    const { group } = await startFamily("trap '' TERM; echo $$; while :; do sleep 1; done", 200);
    await group.end();
    expect(isAlive(group.pid)).toBe(false);
    expect((await group.exited).signal).toBe("SIGKILL");
  });

  test("a command that ends leaves none of its children behind", async () => {
    const { group, childPid } = await startFamily("sleep 60 & echo $!");
    await group.exited;
    expect(isAlive(childPid)).toBe(false);
  });

  test("a command that does not exist is an error that names it", () => {
    expect(() => spawnGroup({ command: "no-such-command", args: [], cwd: folder })).toThrow(
      /no-such-command/,
    );
  });

  test("the group ends when its parent is killed with SIGKILL", async () => {
    const parentFile = await bundleProgram(
      folder,
      `import { spawnGroup } from "./src/process/spawnGroup.ts";
const group = spawnGroup({
  command: "sh",
  args: ["-c", "sleep 60 & echo $!; wait"],
  cwd: ".",
  onLine: (line) => console.log(group.pid + " " + line),
});`,
    );
    const parent = spawn(process.execPath, [parentFile], { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    parent.stdout.on("data", (chunk) => {
      output += chunk;
    });
    await waitUntil(() => output.trim().split(" ").length === 2);
    const [shell, sleeper] = output.trim().split(" ").map(Number) as [number, number];
    expect(isAlive(shell) && isAlive(sleeper)).toBe(true);
    parent.kill("SIGKILL");
    await waitUntil(() => !isAlive(shell) && !isAlive(sleeper));
  });
});
