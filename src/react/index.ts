export {
  useBlocker,
  useLocation,
  useNavigation,
  useRevalidator,
  useSearchParams,
} from "react-router";
export { type Navigate, useNavigate, useParams, useRoute, useRouteData } from "./hooks.js";
export { Link, type LinkProps, NavLink, type NavLinkProps } from "./Link.js";
export type { ErrorProps, LayoutProps, NotFoundProps, PageProps, RouteParams } from "./props.js";
export type { Branch, BranchNode } from "./protocol.js";
export { RouteList } from "./RouteList.js";
