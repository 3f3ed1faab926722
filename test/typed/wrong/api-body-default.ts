import { api } from "djk/react";

export const added = api.post("/api/search", {
  body: { title: "Dune", genre: "novel", marks: [{ note: "" }] }, // TS2741
});
