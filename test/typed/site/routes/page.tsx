import type { PageProps } from "./$types";

export default function Home({ data }: PageProps) {
  return (
    <p>
      {data.posts.length} {data.q?.anything}
    </p>
  );
}
