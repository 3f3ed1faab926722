import type { ReactNode } from "react";
import type { NavLinkProps } from "react-router";

const INACTIVE = { isActive: false, isPending: false, isTransitioning: false };

/** A link outside of the mount, in place of a `Link` or a `NavLink`: the props of React Router say nothing there. */
export function DocumentLink({
  className,
  style,
  children,
  end,
  caseSensitive,
  replace,
  state,
  relative,
  mask,
  reloadDocument,
  preventScrollReset,
  viewTransition,
  defaultShouldRevalidate,
  ...anchor
}: Omit<NavLinkProps, "to"> & { href?: string }): ReactNode {
  return (
    <a {...anchor} className={inactive(className)} style={inactive(style)}>
      {inactive(children)}
    </a>
  );
}

function inactive<Value>(value: Value | ((state: typeof INACTIVE) => Value)): Value {
  return value instanceof Function ? value(INACTIVE) : value;
}
