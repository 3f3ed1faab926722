import type { ReactNode } from "react";

/** Path parameters as a handler gets them: an `int` is a number, an absent optional one is left out. */
export type RouteParams = Record<string, string | number>;

/** Props of `page.tsx`: what `get` in `page.py` returned, and the path parameters. */
export interface PageProps<Data = unknown, Params = RouteParams> {
  data: Data;
  params: Params;
}

/** Props of `layout.tsx`: what `get` in `layout.py` returned, the path parameters and what it wraps. */
export interface LayoutProps<Data = unknown, Params = RouteParams> extends PageProps<Data, Params> {
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
