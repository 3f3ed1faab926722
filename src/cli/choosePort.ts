import { ProjectError } from "../diagnostics/diagnostic.js";
import { findFreePort } from "../process/findFreePort.js";
import { requireFreePort } from "../process/requireFreePort.js";

const defaultPort = 8000;

/**
 * The port to listen on: the one that was asked for, or the first free one from 8000.
 *
 * @throws ProjectError when what was asked for is no port or is taken.
 */
export async function choosePort(asked: string | boolean | undefined, host: string): Promise<number> {
  if (typeof asked !== "string") return findFreePort(defaultPort, host);
  const port = Number(asked);
  if (!/^\d+$/.test(asked) || port < 1 || port > 65535) {
    throw new ProjectError({
      code: "port-invalid",
      severity: "error",
      message: `--port ${asked} is not a port`,
      hint: "use a number from 1 to 65535",
    });
  }
  await requireFreePort(port, host);
  return port;
}
