import { api } from "djk/react";

export const wrong = api.get("/"); // TS2345
