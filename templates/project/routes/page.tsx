import { Link, RouteList, Time, useRevalidator } from "djk/react";
import { Source } from "@/components/Source";
import type { PageProps } from "./$types";

export default function HomePage({ data }: PageProps) {
  const { revalidate } = useRevalidator();
  return (
    <>
      <title>__site__</title>
      <h1>Your site is running.</h1>
      <p className="lead">
        React draws this page, Django gives it its data. Each box names the file it comes from: open it,
        change it, and watch.
      </p>

      <Source file="routes/page.py">
        <p>
          When Django was asked, its clock said{" "}
          <strong className="clock">
            <Time value={data.time} options={{ timeStyle: "medium" }} />
          </strong>
          .{" "}
          <button type="button" onClick={() => revalidate()}>
            Ask again
          </button>
        </p>
        <p>It also found these notes in the database:</p>
        <ul className="links">
          {data.notes.map((note) => (
            <li key={note.slug}>
              <Link to="/notes/[slug=slug]" params={{ slug: note.slug }}>
                {note.title}
              </Link>
            </li>
          ))}
        </ul>
      </Source>

      <h2>Three steps</h2>
      <ol className="steps">
        <li>
          <h3>Change this page</h3>
          <p>
            Open <code>routes/page.tsx</code>, write another headline and save. The browser shows it before
            you look up.
          </p>
        </li>
        <li>
          <h3>Give it data</h3>
          <p>
            In <code>routes/page.py</code>, add <code>user</code> to the type and to what <code>get</code>{" "}
            returns. Then write <code>{"{data.user}"}</code> into this page: your editor knows it already, and
            a misspelt name is found before anybody sees it.
          </p>
          <pre>
            <code>{`class Home(TypedDict):
    user: str

    return {
        "user": request.user.get_username(),`}</code>
          </pre>
        </li>
        <li>
          <h3>Add a page</h3>
          <p>
            A folder is a URL. Write this to <code>routes/hello/[name]/page.tsx</code>, then open{" "}
            <code>/hello/world/</code>.
          </p>
          <pre>
            <code>{`import type { PageProps } from "./$types";

export default function Hello({ params }: PageProps) {
  return <h1>Hello, {params.name}!</h1>;
}`}</code>
          </pre>
        </li>
      </ol>

      {import.meta.env.DEV && (
        <>
          <h2>Routes of this site</h2>
          <p>Kept up to date while you work. A file opens in your editor.</p>
          <RouteList />
        </>
      )}

      <h2>And all of Django</h2>
      <p>
        Run <code>npx djk manage createsuperuser</code>, then sign in to <a href="/admin/">the admin</a> and
        edit a note. Models and migrations are in <code>__site__/models.py</code>, settings in{" "}
        <code>djk.toml</code>.
      </p>
    </>
  );
}
