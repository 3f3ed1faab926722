import type { ErrorProps } from "djk/react";

export default function LabError({ error, reset }: ErrorProps) {
  return (
    <main>
      <h1>Lab error {error.status}</h1>
      <button type="button" onClick={reset}>
        Try again
      </button>
    </main>
  );
}
