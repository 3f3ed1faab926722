import { Link, type PageProps } from "djk/react";

interface Note {
  title: string;
  text: string;
  created: string;
}

export default function NotePage({ data }: PageProps<Note, { slug: string }>) {
  return (
    <article>
      <h1>{data.title}</h1>
      {data.text.split(/\r?\n\r?\n/).map((paragraph, index) => (
        <p key={index}>{paragraph}</p>
      ))}
      <p className="quiet">
        Written on <time dateTime={data.created}>{data.created.slice(0, 10)}</time>.{" "}
        <Link to="/notes/">All notes</Link>
      </p>
    </article>
  );
}
