import type { BookCard, Box } from "./$types";

export const wrong: Box<BookCard> = { items: [{ slug: "a", title: "b" }], next: null }; // TS2741
