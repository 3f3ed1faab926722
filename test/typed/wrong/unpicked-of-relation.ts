import type { PageProps } from "./$types";

export const wrong = ({ data }: PageProps) => data.book.author.email; // TS2339
