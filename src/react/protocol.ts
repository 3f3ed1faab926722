import type { ComponentType } from "react";
import type { AnyQuery } from "./props.js";

/** Title and description that a handler gave with `Reply(head=Head(…))`. */
export interface Head {
  title?: string;
  description?: string;
}

/** Where a branch stops and which of its boundaries renders there. */
export interface EnvelopeError {
  /** Id of the folder whose boundary renders; null when no folder has one. */
  node: string | null;
  kind: "not-found" | "error";
  /** HTTP status; 0 when there was no answer at all. */
  status: number;
  requestId: string;
}

/** What Django answers for a page, in the document's data block and to a data request (docs/reference/protocol.md). */
export interface Envelope {
  build: string;
  /** Id of the branch to render: a route id, or `<folder>#not-found`. */
  route: string;
  params: Record<string, string | number>;
  /** Result of each `get`, by the id of the layout's folder or `page`. */
  data: Record<string, unknown>;
  /** Query parameters of each `get` that takes some, under the keys of `data`, defaults filled in. */
  query?: Record<string, AnyQuery>;
  /** What `user = pick(…)` of the root layout sends; null for nobody. */
  user?: unknown;
  locale?: Locale;
  error?: EnvelopeError;
  head?: Head;
}

/** Django's current language, as `en-us`, and time zone, as `Europe/Berlin`. */
export interface Locale {
  language: string;
  timeZone: string;
}

/** An answer to a data request that sends the browser elsewhere. */
export interface RedirectEnvelope {
  build: string;
  redirect: { to: string; status: number };
}

/** The answer (409) to a data request of another build: the server's build id, and nothing of the page. */
export interface StaleAnswer {
  build: string;
}

/** A component of the user's; only the renderer gives it props, so any props will do. */
export type AnyComponent = ComponentType<never>;

/** A folder that wraps a page, with the components found in it. */
export interface BranchNode {
  id: string;
  layout?: AnyComponent;
  error?: AnyComponent;
  notFound?: AnyComponent;
  loading?: AnyComponent;
}

/** Default export of a generated branch module. A `#not-found` branch has no page. */
export interface Branch {
  route: string;
  /** Root first. */
  nodes: BranchNode[];
  page?: AnyComponent;
}

/** The route table as the browser fetches it. */
export interface TableFile {
  version: 1;
  build: string;
  /** URL that the files of `branches` are relative to. */
  base: string;
  trailingSlash: "always" | "never";
  converters: Record<string, { regex: string; type: "string" | "number" }>;
  rows: [pattern: string, route: string, bare?: 1][];
  /** Module, then stylesheets. A route without a branch is an endpoint. */
  branches: Record<string, [module: string, ...stylesheets: string[]]>;
}

/** What is on the screen: an envelope and the components that render it. */
export interface Answer {
  envelope: Envelope;
  branch: Branch;
}

/** The content type of every answer to a data request. */
export const DATA_TYPE = "application/vnd.djk+json";
