import type { PageProps } from "djk/react";

export default function FilePage({ data }: PageProps<{ path: string }>) {
  return <h1>File {data.path}</h1>;
}
