import { useUser } from "djk/react";

export const useWrong = () => useUser().username; // TS2531
