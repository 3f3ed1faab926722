/**
 * Whether a request with this Host header may have what djk itself serves, by Vite's rules: no name may lead here that
 * somebody else has made to (DNS rebinding).
 *
 * @param allowed names; one that begins with a dot stands for everything below it, too
 */
export function isAllowedHost(header: string | undefined, allowed: readonly string[] | true): boolean {
  if (header === undefined || allowed === true) return true;
  const name = readHostName(header);
  if (name === null) return false;
  if (isAddress(name) || name === "localhost" || name.endsWith(".localhost")) return true;
  return allowed.some((one) => name === one || (one.startsWith(".") && `.${name}`.endsWith(one)));
}

/** In a URL nothing else begins with a bracket or ends in a number. */
function isAddress(name: string): boolean {
  return /^\[|^[\d.]+$/.test(name);
}

function readHostName(header: string): string | null {
  try {
    return new URL(`http://${header}`).hostname;
  } catch {
    return null;
  }
}

/** What someone sees who asks by a host that is not allowed. */
export function describeRefusedHost(header: string): string {
  const name = readHostName(header) ?? "";
  return `djk dev does not answer to the host ${JSON.stringify(name)}.
If that is yours, start it with: DJK_DEV_HOSTS=${name} npx djk dev
`;
}
