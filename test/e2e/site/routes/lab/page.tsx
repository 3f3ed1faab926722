import { useState } from "react";

export default function Lab() {
  const [count, setCount] = useState(0);
  return (
    <main>
      <h1>The lab</h1>
      <p id="marker">marker-0</p>
      <button type="button" id="page-count" onClick={() => setCount(count + 1)}>
        Page {count}
      </button>
    </main>
  );
}
