import { api } from "djk/react";

export const wrong = api.get("/api/search"); // TS2554
