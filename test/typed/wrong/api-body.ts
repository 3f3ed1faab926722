import { api } from "djk/react";

export const wrong = api.post("/api/search", { body: { title: "Dune", genre: "poem" } }); // TS2322
