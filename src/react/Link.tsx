import type { ReactNode, RefAttributes } from "react";
import {
  Link as RouterLink,
  type LinkProps as RouterLinkProps,
  NavLink as RouterNavLink,
  type NavLinkProps as RouterNavLinkProps,
  type To,
  useHref,
  useLocation,
} from "react-router";
import { DocumentLink } from "./DocumentLink.js";
import { formatTarget, type TargetOptions } from "./href.js";
import type { AnyQuery } from "./props.js";
import type { RouteId, RouteOptions } from "./register.js";

type RelativePath = "." | ".." | `./${string}` | `../${string}`;

/** Where a link may lead: a route by its id, or a URL relative to the current one. */
export type LinkTarget = RouteId | RelativePath | Fragment | (string extends RouteId ? To : never);

type Fragment = `?${string}` | `#${string}`;

/** What a mixture of targets takes is not known: an error of `to` shall not bring another one of `params`. */
type Options<Target> = [Target] extends [RouteId]
  ? RouteOptions<Target>
  : [Target] extends [RelativePath]
    ? { params?: undefined; query?: AnyQuery; hash?: string }
    : [Target] extends [Fragment]
      ? { params?: undefined; query?: undefined; hash?: undefined }
      : TargetOptions;

interface RouteTarget<Target> {
  /** Id of a route, as `/books/[slug]`, or a URL relative to the current one: `..`, `./x`, `?page=2`, `#top`. */
  to: Target;
  href?: undefined;
}

interface UrlTarget {
  /** Any URL, as the server gives it, with the mount. A page of this site is opened without loading a document. */
  href: string;
  to?: undefined;
  params?: undefined;
  query?: undefined;
  hash?: undefined;
}

type TargetProps<Target> = (RouteTarget<Target> & Options<Target>) | UrlTarget;

type Own = "to" | "href" | "discover" | "prefetch";

/** Props of `Link`: where it leads, and React Router's without those that only its own framework understands. */
export type LinkProps<Target extends LinkTarget = LinkTarget> = TargetProps<Target> &
  Omit<RouterLinkProps, Own> &
  RefAttributes<HTMLAnchorElement>;

/** Props of `NavLink`. */
export type NavLinkProps<Target extends LinkTarget = LinkTarget> = TargetProps<Target> &
  Omit<RouterNavLinkProps, Own> &
  RefAttributes<HTMLAnchorElement>;

/** A link that opens a page without loading a document. */
export function Link<Target extends LinkTarget>(props: LinkProps<Target>): ReactNode {
  return useLink(RouterLink as typeof RouterNavLink, props);
}

/** A `Link` that knows whether it is the current page: `class="active"` and `aria-current="page"`. */
export function NavLink<Target extends LinkTarget>(props: NavLinkProps<Target>): ReactNode {
  return useLink(RouterNavLink, props);
}

function useLink(Component: typeof RouterNavLink, props: object): ReactNode {
  const { to, href, params, query, hash, ...rest }: TargetOptions & { to?: To; href?: string } = props;
  const mount = useHref("/");
  const { search } = useLocation();
  const options = { params, query, hash };
  const target = href === undefined ? resolve(to, options, search) : removeMount(href, mount);
  if (target === null) return <DocumentLink {...rest} href={href} />;
  return <Component relative="path" discover="none" {...rest} to={target} />;
}

/** React Router would drop the query before a fragment. */
function resolve(to: To = ".", options: TargetOptions, search: string): To {
  if (typeof to !== "string") return to;
  return to.startsWith("#") ? { search, hash: to } : formatTarget(to, options);
}

/** What the router calls a URL; null for a path outside of the mount. */
function removeMount(url: string, mount: string): string | null {
  if (mount === "/" || !/^\/(?![/\\])/.test(url)) return url;
  const path = url.slice(mount.length);
  return url.startsWith(mount) && /^([/?#]|$)/.test(path) ? path.replace(/^(?!\/)/, "/") : null;
}
