import { readAnswer } from "./readAnswer.js";
import { readSite } from "./readSite.js";

let token: Promise<string> | null = null;

/** Django's CSRF token, fetched by the first call. A failure is forgotten, so that the next call tries again. */
export function getCsrfToken(): Promise<string> {
  token ??= fetchToken().catch((reason) => {
    token = null;
    throw reason;
  });
  return token;
}

/**
 * Forgets the token where an answer says that Django has another one: somebody has signed in or out.
 *
 * A 403 may mean that this happened elsewhere, and a redirect hides the answer before it.
 */
export function dropOldCsrfToken({ status, redirected, headers }: Response): void {
  if (status === 403 || redirected || headers.get("X-Djk-Csrf") === "changed") token = null;
}

async function fetchToken(): Promise<string> {
  const path = `${readSite().mount}/_djk/csrf`;
  const response = await fetch(path, { mode: "same-origin", cache: "no-store" });
  return ((await readAnswer(`GET ${path}`, response)) as { token: string }).token;
}
