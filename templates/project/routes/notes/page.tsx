import { Link, Time } from "djk/react";
import type { PageProps } from "./$types";

export default function NotesPage({ data }: PageProps) {
  return (
    <>
      <title>Notes</title>
      <h1>Notes</h1>
      {data.notes.length === 0 && <p>There are no notes yet. The admin can add one.</p>}
      <ul className="links">
        {data.notes.map((note) => (
          <li key={note.slug}>
            <Link to="/notes/[slug=slug]" params={{ slug: note.slug }}>
              {note.title}
            </Link>{" "}
            <Time className="quiet" value={note.created} options={{ dateStyle: "medium" }} />
          </li>
        ))}
      </ul>
    </>
  );
}
