import type { PageProps } from "../../files/[...path]/$types";

export const wrong = ({ data }: PageProps) => data.title; // TS18048
