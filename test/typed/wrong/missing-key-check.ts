import type { ReviewItem } from "./$types";

export const wrong = (review: ReviewItem) => review.stars.toFixed(); // TS18048
