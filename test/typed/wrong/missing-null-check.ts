import type { BookDetail } from "./$types";

export const wrong = (book: BookDetail) => book.published.slice(0, 10); // TS18047
