import { api } from "djk/react";

export const wrong = api.put("/api/search", {}); // TS2345
