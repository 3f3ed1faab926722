import { useRouteData } from "djk/react";

export const useWrong = () => useRouteData("/").notices; // TS2551
