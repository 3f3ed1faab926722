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

/** Forgets the token: somebody may have signed in or out since it was fetched. */
export function dropCsrfToken(): void {
  token = null;
}

async function fetchToken(): Promise<string> {
  const path = `${readSite().mount}/_djk/csrf`;
  const response = await fetch(path, { mode: "same-origin", cache: "no-store" });
  return ((await readAnswer(`GET ${path}`, response)) as { token: string }).token;
}
