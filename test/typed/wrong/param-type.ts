import type { PageProps } from "./$types";

export const wrong = ({ params }: PageProps) => params.slug.toFixed(); // TS2551
