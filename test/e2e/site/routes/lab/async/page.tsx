import type { PageProps } from "djk/react";

export default function AsyncPage({ data }: PageProps<{ kind: string }>) {
  return <h1>An {data.kind} page</h1>;
}
