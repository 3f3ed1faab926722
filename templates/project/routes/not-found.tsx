import { Link } from "djk/react";

export default function NotFound() {
  return (
    <>
      <title>Not found</title>
      <h1>There is nothing here.</h1>
      <p>
        The address may be mistyped, or the page is gone. <Link to="/">Back to the start</Link>
      </p>
    </>
  );
}
