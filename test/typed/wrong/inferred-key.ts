import type { PageProps } from "../../$types";

export const wrong = ({ data }: PageProps) => data.post; // TS2551
