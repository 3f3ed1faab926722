import type { ReactNode } from "react";
import {
  Link as RouterLink,
  type LinkProps as RouterLinkProps,
  NavLink as RouterNavLink,
  type NavLinkProps as RouterNavLinkProps,
} from "react-router";

/** Props of `Link`: React Router's, without those that only its own framework understands. */
export type LinkProps = Omit<RouterLinkProps, "discover" | "prefetch">;

/** Props of `NavLink`. */
export type NavLinkProps = Omit<RouterNavLinkProps, "discover" | "prefetch">;

/** A link that opens a page without loading a document. A relative `to` is resolved against the current URL. */
export function Link(props: LinkProps): ReactNode {
  return <RouterLink relative="path" discover="none" {...props} />;
}

/** A `Link` that knows whether it is the current page: `class="active"` and `aria-current="page"`. */
export function NavLink(props: NavLinkProps): ReactNode {
  return <RouterNavLink relative="path" discover="none" {...props} />;
}
