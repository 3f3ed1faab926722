import { ProjectError } from "../diagnostics/diagnostic.js";
import { describeListenError } from "./describeListenError.js";
import { findFreePort } from "./findFreePort.js";
import { findPortOwner } from "./findPortOwner.js";
import { findListenError } from "./isPortFree.js";

/**
 * Makes sure that a port can be listened on.
 *
 * @throws ProjectError `port-busy`, which names the process that has the port, `port-invalid` or `host-invalid`
 */
export async function requireFreePort(port: number, host: string): Promise<void> {
  const error = await findListenError(port, host);
  if (error === null) return;
  if (error !== "EADDRINUSE") throw new ProjectError(describeListenError(error, port, host));
  const other = await findFreePort(port + 1, host).catch(() => null);
  const owner = await findPortOwner(port);
  throw new ProjectError({
    code: "port-busy",
    severity: "error",
    message: `port ${port} is taken${owner === null ? "" : ` by process ${owner.pid}: ${owner.command}`}`,
    hint: `end that process, or choose another port${other === null ? "" : `: --port ${other}`}`,
  });
}
