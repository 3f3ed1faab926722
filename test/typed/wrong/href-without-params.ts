import { href } from "djk/react";

export const wrong = href("/books/[slug=slug]"); // TS2554
