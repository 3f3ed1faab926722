import type { LayoutProps } from "../../$types";

export const wrong = ({ query }: LayoutProps) => query.theme.toFixed(); // TS2551
