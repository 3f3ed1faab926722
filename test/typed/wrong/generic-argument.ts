import type { BookCard, Box, PageProps } from "./$types";

export const wrong = ({ data }: PageProps): Box<BookCard[]> => data.related; // TS2322
