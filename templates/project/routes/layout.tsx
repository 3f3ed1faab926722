import { Link, NavLink } from "djk/react";
import type { LayoutProps } from "./$types";
import "./site.css";

export default function Layout({ data, children }: LayoutProps) {
  return (
    <div className="site">
      <a className="skip" href="#content">
        Skip to the text
      </a>
      <header className="site-head">
        <Link className="site-name" to="/">
          __site__
        </Link>
        <nav aria-label="Site">
          <NavLink to="/notes">Notes</NavLink>
        </nav>
      </header>
      <main id="content">{children}</main>
      <footer className="site-foot">
        Answered by Django {data.django} on Python {data.python}: <code>routes/layout.py</code> says so.
      </footer>
    </div>
  );
}
