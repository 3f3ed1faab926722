import type { Diagnostic } from "../diagnostics/diagnostic.js";

/** The problem of a port or host that cannot be listened on for another reason than that it is taken. */
export function describeListenError(error: string, port: number, host: string): Diagnostic {
  if (error === "EACCES")
    return {
      code: "port-invalid",
      severity: "error",
      message: `this user may not listen on port ${port}`,
      hint: "use a port from 1024 upwards: --port 8000",
    };
  return {
    code: "host-invalid",
    severity: "error",
    message: `nothing on this machine can listen on ${host || "an empty host"} (${error})`,
    hint: "use an address of this machine: --host 127.0.0.1, or --host 0.0.0.0 for all of them",
  };
}
