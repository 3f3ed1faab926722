import type { ReviewItem } from "./$types";

export const wrong = (review: ReviewItem) => review.created.getTime(); // TS2339
