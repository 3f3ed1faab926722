import type { Everything } from "./$types";

export const wrong = ({ pet }: Everything) => (pet?.kind === "dog" ? pet.lives : 0); // TS2339
