import type { PageProps } from "./$types";

export default function Shelf({ data, params }: PageProps) {
  const none: undefined = data;
  return (
    <p>
      {params.id.toFixed()} {params.sort?.toUpperCase()} {none}
    </p>
  );
}
