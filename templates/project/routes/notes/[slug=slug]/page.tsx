import { Link, Time } from "djk/react";
import type { PageProps } from "./$types";

export default function NotePage({ data }: PageProps) {
  return (
    <article>
      <h1>{data.title}</h1>
      {data.text.split(/\r?\n\r?\n/).map((paragraph, index) => (
        <p key={index}>{paragraph}</p>
      ))}
      <p className="quiet">
        Written on <Time value={data.created} options={{ dateStyle: "long" }} />.{" "}
        <Link to="/notes">All notes</Link>
      </p>
    </article>
  );
}
