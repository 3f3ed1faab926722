import { useCallback } from "react";
import { type NavigateOptions, type To, useNavigate as useRouterNavigate } from "react-router";
import { useAnswer } from "./AnswerContext.js";
import type { RouteParams } from "./props.js";
import type { LayoutDataOf, LayoutId, User } from "./register.js";

/** The path parameters of the page on the screen, typed as the handler gets them: an `int` is a number. */
export function useParams<Params = RouteParams>(): Params {
  return useAnswer().envelope.params as Params;
}

/** Id of the route on the screen: its folder with a leading slash, as `/books/[slug]`. */
export function useRoute(): string {
  return useAnswer().envelope.route;
}

/** Data of a layout: the root's is there on every page, another's on the pages below it. */
type RouteData<Id extends LayoutId> = Id extends "/" ? LayoutDataOf<Id> : LayoutDataOf<Id> | undefined;

/**
 * What a `get` on the screen returned: that of a layout by the id of its folder, the page's own by `"page"`.
 * Undefined where the screen has none.
 */
export function useRouteData<Id extends LayoutId>(id: Id): RouteData<Id>;
export function useRouteData<Data = unknown>(id: string extends LayoutId ? string : "page"): Data;
export function useRouteData(id: string): unknown {
  return useAnswer().envelope.data[id];
}

/** What `user = pick(…)` of the root layout sends of the user; null for somebody who is not signed in. */
export function useUser(): User | null {
  return (useAnswer().envelope.user as User | undefined) ?? null;
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
