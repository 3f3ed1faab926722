import type { ReactNode } from "react";

/** Path parameters as a handler gets them: an `int` is a number, an absent optional one is left out. */
export type RouteParams = Record<string, string | number>;

/** A value of a query: an array repeats its key, null and undefined are left out, dates are text. */
export type QueryValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly (string | number | boolean)[];

/** Query parameters that nothing is known of. */
export type AnyQuery = Readonly<Record<string, QueryValue>>;

/** Props of `page.tsx`: what `get` in `page.py` returned, the path parameters, and those of the query that it takes. */
export interface PageProps<Data = unknown, Params = RouteParams, Query = AnyQuery> {
  data: Data;
  params: Params;
  query: Query;
}

/** Props of `layout.tsx`: what `get` in `layout.py` returned, its parameters and what it wraps. */
export interface LayoutProps<Data = unknown, Params = RouteParams, Query = AnyQuery>
  extends PageProps<Data, Params, Query> {
  children: ReactNode;
}

/** Props of `error.tsx`. */
export interface ErrorProps {
  error: {
    /** HTTP status of the answer; 0 when the page failed in the browser or the server could not be reached. */
    status: number;
    /** Message of an exception in the browser. The server never sends one. */
    message?: string;
    /** Id of the request in the server's log. */
    requestId?: string;
  };
  /** Tries again: renders anew after an exception, asks the server anew after an error answer. */
  reset: () => void;
}

/** Props of `not-found.tsx`. */
export interface NotFoundProps<Params = RouteParams> {
  params: Params;
}
