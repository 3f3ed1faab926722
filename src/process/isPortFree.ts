import { createServer } from "node:net";

/** Finds what keeps this process from listening on a port of `host` now: the code of the system's error, or null. */
export function findListenError(port: number, host: string): Promise<string | null> {
  if (host === "") return Promise.resolve("ENOTFOUND"); // Node takes it for every address of the machine
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

/** True when this process could listen on the port of `host` now. Port 0 is always free. */
export async function isPortFree(port: number, host = "127.0.0.1"): Promise<boolean> {
  return (await findListenError(port, host)) === null;
}
