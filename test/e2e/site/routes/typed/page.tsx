import type { PageProps } from "./$types";

export default function Typed({ data }: PageProps) {
  return (
    <p id="typed">
      {data.title} by {data.writer.name}
    </p>
  );
}
