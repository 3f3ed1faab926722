import { api } from "djk/react";

export const wrong = async () => (await api.get("/api/search", { query: { q: "a" } }))[0]?.name; // TS2339
