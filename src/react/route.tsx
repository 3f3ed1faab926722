import type { DataRouteObject, RouteObject } from "react-router";
import { BranchView } from "./BranchView.js";

/** Id of React Router's one route. */
export const ROUTE_ID = "djk";

/** React Router's one route. It drives and never chooses: what a URL opens is the data strategy's business. */
export const ROUTES: (RouteObject & Pick<DataRouteObject, "id">)[] = [
  { id: ROUTE_ID, path: "*", Component: BranchView, loader: () => null },
];
