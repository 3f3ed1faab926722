import { type AddressInfo, createServer } from "node:net";
import { ProjectError } from "../diagnostics/diagnostic.js";
import { describeListenError } from "./describeListenError.js";
import { findListenError } from "./isPortFree.js";

/**
 * Finds a free TCP port of `host`: the first one from `from` upwards, or, without `from`, one that the system chooses.
 *
 * @throws ProjectError `host-invalid` or `port-invalid` when `host` or the port cannot be listened on at all; Error when none of the
 *   hundred ports from `from` is free
 */
export async function findFreePort(from?: number, host = "127.0.0.1"): Promise<number> {
  if (from === undefined) return findSystemPort(host);
  for (let port = from; port < from + 100 && port < 65536; port++) {
    const error = await findListenError(port, host);
    if (error === null) return port;
    if (error !== "EADDRINUSE") throw new ProjectError(describeListenError(error, port, host));
  }
  throw new Error(`No free port from ${from} to ${from + 99} on ${host}`);
}

function findSystemPort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port: 0, host }, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
