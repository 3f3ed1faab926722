import type { BookDetails } from "./$types"; // TS2724

export const wrong = ({ title }: BookDetails) => title;
