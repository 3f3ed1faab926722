import { ApiError, type FieldErrors } from "./ApiError.js";

/**
 * Reads the JSON of an answer; null when it is empty, as Django's part answers `None`.
 *
 * Throws `ApiError` for a status of failure, a redirect (as to a login page), and what is no JSON.
 */
export async function readAnswer(call: string, response: Response): Promise<unknown> {
  const { ok, status, redirected, url } = response;
  if (redirected) throw new ApiError(`${call} was redirected to ${new URL(url).pathname}`, status);
  const text = await response.text();
  const json = parse(text);
  if (!ok) throw new ApiError(`${call} answered ${status}`, status, readErrors(json));
  if (text === "") return null;
  if (json === undefined)
    throw new ApiError(`${call} answered ${response.headers.get("Content-Type")} and not JSON`, status);
  return json;
}

/** Undefined for what is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readErrors(json: unknown): FieldErrors | undefined {
  if (typeof json !== "object" || json === null || !("errors" in json)) return undefined;
  return json.errors instanceof Object ? (json.errors as FieldErrors) : undefined;
}
