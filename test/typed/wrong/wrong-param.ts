import type { PageProps } from "./$types";

export const wrong = ({ params }: PageProps) => params.id; // TS2339
