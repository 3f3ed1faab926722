import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

/** A djk command that serves, with everything that it printed. */
export interface Server {
  url: string;
  pid: number;
  output: () => string;
  /** Waits until the output holds the text. */
  printed: (text: string | RegExp) => Promise<void>;
  /** Ends it as Ctrl-C does and gives its exit code. */
  interrupt: () => Promise<number | null>;
}

/** Runs `djk <args> --port <free port>`, with these variables added to its environment, and waits for its first answer. */
export async function serve(
  djk: string,
  args: string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
  port?: number,
): Promise<Server> {
  port ??= await findPort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(djk, [...args, "--port", String(port)], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (data) => {
    output += data;
  });
  child.stderr.on("data", (data) => {
    output += data;
  });
  const server: Server = {
    url,
    pid: child.pid ?? 0,
    output: () => output,
    printed: (text) =>
      until(
        () => (typeof text === "string" ? output.includes(text) : text.test(output)),
        () => `the output to hold ${text}; it is:\n${output}`,
      ),
    interrupt: async () => {
      if (child.exitCode !== null) return child.exitCode;
      child.kill("SIGINT");
      await once(child, "exit");
      return child.exitCode;
    },
  };
  try {
    await until(
      async () => {
        if (child.exitCode !== null) throw new Error(`djk ${args.join(" ")} ended:\n${output}`);
        return (await status(url)) !== null;
      },
      () => `an answer at ${url}; the output is:\n${output}`,
    );
  } catch (error) {
    await server.interrupt();
    throw error;
  }
  return server;
}

/** Waits until `check` holds; fails after 30 seconds with what was waited for. */
export async function until(check: () => boolean | Promise<boolean>, what: () => string): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error(`waited for ${what()}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** The status that a URL answers, null when nothing listens; fails when the answer takes longer than 15 seconds. */
export async function status(url: string): Promise<number | null> {
  try {
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(15_000) });
    await response.arrayBuffer();
    return response.status;
  } catch (error) {
    if (error instanceof Error && error.name === "TimeoutError") throw new Error(`${url} does not answer`);
    return null;
  }
}

/** A port that nothing listens on. */
export async function findPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}
