import { Link } from "djk/react";

export const wrong = <Link to="/boks">Books</Link>; // TS2322
