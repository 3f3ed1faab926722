import type { ErrorProps } from "djk/react";

const headlines: Record<number, string> = {
  0: "This page could not be shown.",
  403: "You may not see this page.",
};

export default function ErrorPage({ error, reset }: ErrorProps) {
  const headline = headlines[error.status] ?? "Something went wrong.";
  return (
    <>
      <title>{headline}</title>
      <h1>{headline}</h1>
      {error.message && <p>{error.message}</p>}
      <p>
        <button type="button" onClick={reset}>
          Try again
        </button>
      </p>
      {error.requestId && <p className="quiet">Request {error.requestId}</p>}
    </>
  );
}
