import { Link, type PageProps } from "djk/react";

interface Notes {
  notes: { slug: string; title: string; created: string }[];
}

export default function NotesPage({ data }: PageProps<Notes>) {
  return (
    <>
      <title>Notes</title>
      <h1>Notes</h1>
      {data.notes.length === 0 && <p>There are no notes yet. The admin can add one.</p>}
      <ul className="links">
        {data.notes.map((note) => (
          <li key={note.slug}>
            <Link to={`/notes/${note.slug}/`}>{note.title}</Link>{" "}
            <time className="quiet" dateTime={note.created}>
              {note.created.slice(0, 10)}
            </time>
          </li>
        ))}
      </ul>
    </>
  );
}
