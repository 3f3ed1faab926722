import { Link } from "djk/react";

export const wrong = <Link to="/books/[slug=slug]">Book</Link>; // TS2322
