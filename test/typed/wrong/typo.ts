import type { PageProps } from "./$types";

export const wrong = ({ data }: PageProps) => data.book.titel; // TS2551
