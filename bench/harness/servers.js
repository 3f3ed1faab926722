import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { now, sleep } from "./clock.js";
import { buildEnvironment, listCommands } from "./commands.js";
import { describeContext } from "./systems.js";

/** Every system says this on every page, whether it renders on the server or not. */
export const needle = "<title>Peers</title>";

const endedBy = ["SIGINT", "SIGTERM"];
const running = new Set();
let nextPort = 4100 + (process.pid % 400) * 10;

process.on("exit", () => {
  for (const server of running) server.kill("SIGKILL");
});
for (const signal of endedBy) process.on(signal, () => process.exit(1));

/** A system's server and the processes that it consists of, each the head of a process group of its own. */
class Server {
  #children;
  #logFile;

  constructor(system, kind) {
    this.system = system;
    this.kind = kind;
    this.port = nextPort++;
    this.#logFile = join(tmpdir(), `djk-bench-${process.pid}-${this.port}.log`);
    const context = describeContext(system, this.port);
    this.url = context.url;
    /** When the processes were started, on the clock of `now`. */
    this.started = now();
    this.#children = this.#spawnAll(listCommands(system[kind](context)));
    running.add(this);
  }

  get pids() {
    return this.#children.map((child) => child.pid);
  }

  get isRunning() {
    return this.#children.every((child) => child.exitCode === null && child.signalCode === null);
  }

  /** The end of what the processes have printed. */
  get output() {
    return readFileSync(this.#logFile, "utf8").slice(-3000);
  }

  kill(signal) {
    for (const pid of this.pids) {
      try {
        process.kill(-pid, signal);
      } catch {
        // it has ended
      }
    }
  }

  async stop() {
    this.kill("SIGTERM");
    for (let i = 0; i < 100 && this.#children.some(isAlive); i++) await sleep(20);
    this.kill("SIGKILL");
    running.delete(this);
    rmSync(this.#logFile, { force: true });
  }

  #spawnAll(commands) {
    const output = openSync(this.#logFile, "w");
    const children = commands.map((command) => this.#spawn(command, output));
    closeSync(output);
    return children;
  }

  #spawn({ argv, env, cwd = this.system.folder }, output) {
    const own = {
      NODE_ENV: this.kind === "start" ? "production" : "development",
      PORT: String(this.port),
      HOST: "127.0.0.1",
    };
    return spawn(argv[0], argv.slice(1), {
      cwd,
      env: buildEnvironment(this.system, { ...own, ...env }),
      detached: true,
      stdio: ["ignore", output, output],
    });
  }
}

function isAlive(child) {
  return child.exitCode === null && child.signalCode === null;
}

/** Starts the development (`dev`) or the production server (`start`) of a system. */
export function startServer(system, kind) {
  return new Server(system, kind);
}

/** Starts the production servers of several systems and waits until each answers. */
export async function startServers(systems, kind = "start") {
  const servers = [];
  for (const system of systems) {
    const server = startServer(system, kind);
    await waitForAnswer(server);
    servers.push(server);
  }
  return servers;
}

export async function stopServers(servers) {
  for (const server of servers) await server.stop();
}

/**
 * Asks every 10 ms until the answer is 200 with a text in it.
 *
 * @returns milliseconds since the server's processes were started
 * @throws Error with the server's output when it ends, or does not answer within the timeout (ms)
 */
export async function waitForAnswer(server, path = "/", text = needle, timeout = 240_000) {
  while (now() - server.started < timeout) {
    if (!server.isRunning) throw new Error(`${server.system.name} ended\n${server.output}`);
    const body = await fetchText(server.url + path, timeout);
    if (body?.includes(text)) {
      await waitForSecondUrl(server);
      return now() - server.started;
    }
    await sleep(10);
  }
  throw new Error(`${server.system.name} does not answer ${path} with "${text}"\n${server.output}`);
}

/** The body of an answer with the status 200, else null. */
export async function fetchText(url, timeout = 60_000) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeout) });
    const body = await response.text();
    return response.status === 200 ? body : null;
  } catch {
    return null;
  }
}

async function waitForSecondUrl({ kind, port, system }) {
  if (kind !== "dev" || !system.alsoReady) return;
  while ((await fetchText(system.alsoReady(port))) === null) await sleep(10);
}
