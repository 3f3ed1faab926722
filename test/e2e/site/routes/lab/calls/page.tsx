import { ApiError, api, Link, Time } from "djk/react";
import { useState } from "react";
import type { PageProps } from "./$types";

export default function CallsPage({ data, query }: PageProps) {
  const [said, setSaid] = useState("");
  const say = async (call: Promise<{ total: number }>) => {
    const total = await call.then(
      (sum) => `total ${sum.total}`,
      (error: unknown) =>
        error instanceof ApiError ? JSON.stringify([error.status, error.errors]) : "failed",
    );
    setSaid(total);
  };
  const body = { left: query.left, right: 3 };
  const wrong = { left: "two" as unknown as number, right: 3 };
  return (
    <>
      <h1>Calls with {query.left}</h1>
      <p id="times">
        <Time value={data.moment} /> and <Time value={data.day} />
      </p>
      <Link to="/lab/calls" query={{ left: 5 }}>
        Five
      </Link>
      <button type="button" onClick={() => say(api.get("/api/sum", { query: { left: query.left } }))}>
        Get
      </button>
      <button type="button" onClick={() => say(api.post("/api/sum", { body }))}>
        Post
      </button>
      <button type="button" onClick={() => say(api.post("/api/sum", { body: wrong }))}>
        Post wrong
      </button>
      <output id="said">{said}</output>
    </>
  );
}
