import { type PageProps, useRoute } from "djk/react";
import { useState } from "react";

export default function Thing({ data, params }: PageProps<{ slug: string; text: string }, { slug: string }>) {
  const [count, setCount] = useState(0);
  return (
    <main>
      <title>{`Thing ${data.slug}`}</title>
      <h1>Thing {data.slug}</h1>
      <p id="text">{data.text}</p>
      <p id="params">{params.slug}</p>
      <p id="route">{useRoute()}</p>
      <button type="button" id="thing-count" onClick={() => setCount(count + 1)}>
        Thing count {count}
      </button>
    </main>
  );
}
