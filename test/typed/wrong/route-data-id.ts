import { useRouteData } from "djk/react";

export const useWrong = () => useRouteData("/books"); // TS2769
