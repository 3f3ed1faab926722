import {
  createPath,
  type DataRouter,
  type DataStrategyFunction,
  type DataStrategyResult,
  type Location,
  redirect,
  replace,
} from "react-router";
import { buildFailure } from "./branchShape.js";
import { leaveFor, leaveOnceFor, staysAfterLeaving } from "./leave.js";
import { loadBranch } from "./loadBranch.js";
import type { PendingStore } from "./pending.js";
import type { Answer, Branch } from "./protocol.js";
import { type Reply, requestData } from "./requestData.js";
import { ROUTE_ID } from "./route.js";
import { findTarget, type TableSource, type Target } from "./table.js";

/** What a navigation needs to know of the page. */
export interface Site {
  build: string;
  /** Prefix under which Django serves the site, without a final slash. */
  mount: string;
  table: TableSource;
  pending: PendingStore;
  state: () => DataRouter["state"];
}

/** One navigation: where to, and what is on the screen meanwhile. */
interface Trip {
  site: Site;
  url: URL;
  signal: AbortSignal;
  current: Answer;
}

/** An answer to show, a redirect, or `LEFT`. */
type Outcome = Answer | Response | typeof LEFT;

/** The browser is loading a document: nothing is left to show. */
const LEFT = Symbol("left");

/**
 * How React Router gets what it shows: match with the table, then branch and data in parallel.
 *
 * Failures are answers, because an exception in here would replace the whole page.
 */
export function buildDataStrategy(site: Site): DataStrategyFunction {
  let staying = false;
  return async ({ request }) => {
    const state = site.state();
    const current: Answer = state.loaderData[ROUTE_ID];
    const unchanged = staysOnPage(state) && (staying || goesBackOverHash(state));
    staying = false;
    if (unchanged) return resultOf(current);
    const url = new URL(request.url);
    url.hash = (state.navigation.location ?? state.location).hash;
    const outcome = await travel({ site, url, signal: request.signal, current });
    if (outcome !== LEFT) return resultOf(outcome);
    staying = await staysAfterLeaving(request.signal);
    return staying ? resultOf(stayAt(state.location)) : {};
  };
}

function resultOf(result: Answer | Response): Record<string, DataStrategyResult> {
  return { [ROUTE_ID]: { type: "data", result } };
}

/** Ends a navigation where it began: React Router goes to the URL that it is at. */
function stayAt(location: Location): Response {
  return replace(window.location.origin + createPath(location));
}

function staysOnPage({ location: from, navigation: { location: to } }: DataRouter["state"]): boolean {
  return from.pathname === to?.pathname && from.search === to.search;
}

/** React Router takes a step back from `/a#b` to `/a` for a navigation, a browser does not. */
function goesBackOverHash({ location, navigation }: DataRouter["state"]): boolean {
  return location.hash !== "" && navigation.historyAction === "POP";
}

async function travel(trip: Trip): Promise<Outcome> {
  const target = await findTargetOf(trip);
  if (trip.signal.aborted) return LEFT;
  if (target === null) return leave(trip.url);
  const canonical = trip.site.mount + target.pathname;
  if (canonical !== trip.url.pathname) return redirectTo(trip.url, canonical);
  const [branch, reply] = await Promise.all([
    loadTargetBranch(trip, target),
    requestData(trip.url, trip.site.build, trip.signal),
  ]);
  return trip.signal.aborted ? LEFT : arrive(trip, target, branch, reply);
}

async function findTargetOf({ site, url }: Trip): Promise<Target | null> {
  const pathname = url.pathname.slice(site.mount.length) || "/";
  return site.table.get().then(
    (table) => findTarget(table, pathname),
    () => null,
  );
}

/** Null when the branch cannot be loaded. */
async function loadTargetBranch(trip: Trip, target: Target): Promise<Branch | null> {
  const branch = await loadBranch(target.module, target.stylesheets).catch(() => null);
  if (branch !== null && !trip.signal.aborted) announce(trip, branch);
  return branch;
}

function announce({ site, signal, current }: Trip, branch: Branch): void {
  const sameRoute = branch.route === current.envelope.route;
  site.pending.set(sameRoute ? null : { from: current, branch });
  signal.addEventListener("abort", () => site.pending.set(null), { once: true });
}

function arrive(trip: Trip, target: Target, branch: Branch | null, reply: Reply): Outcome {
  const { current, url } = trip;
  switch (reply.kind) {
    case "redirect":
      return follow(url, reply.to);
    case "foreign":
      return leave(url);
    case "stale":
      return leaveOnceFor(url.href) ? LEFT : buildFailure(current, target.route, 409);
    case "unreachable":
      return buildFailure(current, target.route, 0);
    case "envelope":
      if (reply.envelope.route !== target.route) return leave(url);
      if (branch !== null) return { envelope: reply.envelope, branch };
      return leaveOnceFor(url.href) ? LEFT : buildFailure(current, target.route, 0);
  }
}

function follow(from: URL, to: string): Outcome {
  const url = new URL(to, from);
  if (url.origin === from.origin) return redirectTo(from, url.pathname, url.search, url.hash);
  return leave(/^https?:$/.test(url.protocol) ? url : from);
}

/** An absolute URL, because React Router puts its basename before a relative one. */
function redirectTo(from: URL, pathname: string, search = from.search, hash = from.hash): Response {
  return redirect(from.origin + pathname + search + hash);
}

function leave(url: URL): typeof LEFT {
  leaveFor(url.href);
  return LEFT;
}
