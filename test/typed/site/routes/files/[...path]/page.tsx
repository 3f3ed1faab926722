import type { PageProps } from "./$types";

export default function File({ params }: PageProps) {
  return <p>{params.path.split("/").join(" / ")}</p>;
}
