import { Link, useUser } from "djk/react";
import type { LayoutProps } from "./$types";

export default function Layout({ data, query, children }: LayoutProps) {
  const user = useUser();
  return (
    <body className={query.theme}>
      {data.notice?.toUpperCase()}
      {user === null ? "nobody" : user.username + user.id.toFixed()}
      <Link to="/books/[slug=slug]" params={{ slug: "dune" }} query={{ page: 2, theme: "dark" }}>
        Dune
      </Link>
      <Link to="/">Home</Link>
      {children}
    </body>
  );
}
