import type { PageProps } from "./$types";

export const wrong = ({ data }: PageProps) => data.book.cost; // TS2339
