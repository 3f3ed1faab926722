import { useUser } from "djk/react";

export const useWrong = () => useUser()?.email; // TS2339
