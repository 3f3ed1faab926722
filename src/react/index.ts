export {
  useBlocker,
  useLocation,
  useNavigation,
  useRevalidator,
  useSearchParams,
} from "react-router";
export { ApiError, type FieldErrors } from "./ApiError.js";
export { api, type CallOptions } from "./api.js";
export type { Format } from "./buildFormat.js";
export { type Navigate, useNavigate, useParams, useRoute, useRouteData, useUser } from "./hooks.js";
export { href } from "./href.js";
export { Link, type LinkProps, type LinkTarget, NavLink, type NavLinkProps } from "./Link.js";
export type {
  AnyQuery,
  ErrorProps,
  LayoutProps,
  NotFoundProps,
  PageProps,
  QueryValue,
  RouteParams,
} from "./props.js";
export type { Branch, BranchNode } from "./protocol.js";
export { RouteList } from "./RouteList.js";
export type { LayoutId, Register, RouteId, User } from "./register.js";
export type {
  Base64,
  BigIntString,
  DecimalString,
  ISODate,
  ISODateTime,
  ISODuration,
  ISOTime,
  UUID,
} from "./scalars.js";
export { Time, type TimeProps, useFormat } from "./Time.js";
