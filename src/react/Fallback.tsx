import type { ReactNode } from "react";
import type { ErrorProps } from "./props.js";

/** What a site without a boundary shows: the status and the request id, nothing of the error itself. */
export function Fallback({ error, reset }: ErrorProps): ReactNode {
  return (
    <main role="alert">
      <h1>{error.status === 0 ? "This page could not be shown" : `Error ${error.status}`}</h1>
      {error.requestId && (
        <p>
          Request <code>{error.requestId}</code>
        </p>
      )}
      {error.status !== 404 && (
        <button type="button" onClick={reset}>
          Try again
        </button>
      )}
    </main>
  );
}
