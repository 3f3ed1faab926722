import { dropOldCsrfToken } from "./csrf.js";
import { DATA_TYPE, type Envelope, type RedirectEnvelope, type StaleAnswer } from "./protocol.js";

/** What came of a data request. */
export type Reply =
  | { kind: "envelope"; envelope: Envelope }
  | { kind: "redirect"; to: string }
  /** Not an answer for us: the browser has to ask for the document. */
  | { kind: "foreign" }
  /** The server has another build. */
  | { kind: "stale" }
  | { kind: "unreachable" };

/** Asks Django for the data of a page. Never rejects; an aborted request is `unreachable`. */
export async function requestData(url: URL, build: string, signal: AbortSignal): Promise<Reply> {
  try {
    const response = await fetch(dataUrl(url, build), {
      headers: { Accept: DATA_TYPE, "X-Djk-Data": "1" },
      signal,
    });
    dropOldCsrfToken(response);
    if (!isData(response)) return { kind: response.status === 409 ? "stale" : "foreign" };
    const body: Envelope | RedirectEnvelope | StaleAnswer = await response.json();
    if ("redirect" in body) return { kind: "redirect", to: body.redirect.to };
    const isOurs = "route" in body && body.build === build;
    return isOurs ? { kind: "envelope", envelope: body } : { kind: "stale" };
  } catch {
    return { kind: "unreachable" };
  }
}

/**
 * With the origin, because a path that begins with `//` alone names another host. The query is kept letter by letter:
 * `URLSearchParams` would write it anew.
 */
function dataUrl({ origin, pathname, search }: URL, build: string): string {
  return `${origin}${pathname}${search ? `${search}&` : "?"}_data=${encodeURIComponent(build)}`;
}

function isData(response: Response): boolean {
  return response.headers.get("Content-Type")?.split(";")[0]?.trim() === DATA_TYPE;
}
