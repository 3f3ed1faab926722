import { useState } from "react";
import names from "./card.module.css";
import note from "./note.txt?raw";
import picture from "./picture.svg";
import "./styled.css";

export default function Styled() {
  const [count, setCount] = useState(0);
  return (
    <main>
      <h1 id="styled" className={names.card}>
        Styled
      </h1>
      <p className="framed">{note}</p>
      <img src={picture} alt="Nothing" />
      <button type="button" id="styled-count" onClick={() => setCount(count + 1)}>
        Styled {count}
      </button>
    </main>
  );
}
