import { type LayoutProps, Link } from "djk/react";
import { useState } from "react";

export default function LabLayout({ children, data }: LayoutProps<{ visits: number }>) {
  const [count, setCount] = useState(0);
  return (
    <section id="lab">
      <nav>
        <Link to="/lab">Lab</Link>{" "}
        <Link to="/lab/[slug]" params={{ slug: "one" }}>
          One
        </Link>{" "}
        <Link to="/lab/[slug]" params={{ slug: "two" }}>
          Two
        </Link>{" "}
        <Link to="/lab/[slug]" params={{ slug: "missing" }}>
          Missing
        </Link>{" "}
        <Link to="/lab/[slug]" params={{ slug: "forbidden" }}>
          Forbidden
        </Link>{" "}
        <Link to="/lab/[slug]" params={{ slug: "boom" }}>
          Boom
        </Link>{" "}
        <Link to="/lab/[slug]" params={{ slug: "moved" }}>
          Moved
        </Link>{" "}
        <Link to="/lab/slow">Slow</Link> <Link to="/lab/async">Async</Link>{" "}
        <Link to="/lab/files/[...path]" params={{ path: "a/b.txt" }}>
          Files
        </Link>{" "}
        <Link to="/lab/download">Download</Link> <Link to="/lab/styled">Styled</Link>{" "}
        <Link href="/admin/">Admin</Link>
      </nav>
      <button type="button" id="layout-count" onClick={() => setCount(count + 1)}>
        Layout {count}
      </button>
      <output id="layout-data">{data.visits}</output>
      {children}
    </section>
  );
}
