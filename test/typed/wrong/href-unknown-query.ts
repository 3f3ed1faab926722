import { href } from "djk/react";

export const wrong = href("/books/[slug=slug]", { params: { slug: "a" }, query: { pgae: 2 } }); // TS2353
