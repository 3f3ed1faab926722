import type { BookDetail } from "./$types";

export const wrong = (book: BookDetail) => book.status === "sold"; // TS2367
