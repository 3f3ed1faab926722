import { api } from "djk/react";

export const wrong = api.patch("/api/search", {}); // TS2345
