import { Link } from "djk/react";

export const wrong = <Link to="/books/[slug=slug]" params={{ slug: "a" }} query={{ sort: "old" }} />; // TS2322
