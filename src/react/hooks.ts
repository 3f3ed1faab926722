import { useCallback } from "react";
import { type NavigateOptions, type To, useNavigate as useRouterNavigate } from "react-router";
import { useAnswer } from "./AnswerContext.js";
import type { RouteParams } from "./props.js";

/** The path parameters of the page on the screen, typed as the handler gets them: an `int` is a number. */
export function useParams<Params = RouteParams>(): Params {
  return useAnswer().envelope.params as Params;
}

/** Id of the route on the screen: its folder with a leading slash, as `/books/[slug]`. */
export function useRoute(): string {
  return useAnswer().envelope.route;
}

/**
 * What a `get` of the page on the screen returned: `"page"` for the page's own, the id of its folder for a layout's.
 * Undefined for one without a handler.
 */
export function useRouteData<Data = unknown>(id: "page" | (string & {})): Data {
  return useAnswer().envelope.data[id] as Data;
}

/** Goes to a URL, or `-1` and the like through the history. */
export interface Navigate {
  (to: To, options?: NavigateOptions): void | Promise<void>;
  (delta: number): void | Promise<void>;
}

/** React Router's `useNavigate`, with relative URLs resolved against the current one. */
export function useNavigate(): Navigate {
  const navigate = useRouterNavigate();
  return useCallback(
    (to: To | number, options?: NavigateOptions) =>
      typeof to === "number" ? navigate(to) : navigate(to, { relative: "path", ...options }),
    [navigate],
  );
}
