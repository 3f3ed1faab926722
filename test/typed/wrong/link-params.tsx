import { Link } from "djk/react";

export const wrong = <Link to="/shelves/[id=int]/[[sort]]" params={{ id: "one" }} />; // TS2322
