import type { PageProps } from "./$types";

export const wrong = ({ query }: PageProps) => query.sort === "old"; // TS2367
