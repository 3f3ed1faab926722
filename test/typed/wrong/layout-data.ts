import type { LayoutProps } from "../../shelves/[id=int]/$types";

export const wrong = ({ data }: LayoutProps) => data.deep.title; // TS2339
