/** How browsers reach a site. */
export type Scheme = "http" | "https";

/** A host as it stands in a URL: an IPv6 address has brackets there. */
export function formatHost(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

/** Whether who listens on `host` listens on every address of this machine. */
export function isEveryAddress(host: string): boolean {
  return host === "0.0.0.0" || host === "::";
}

/** The URL at which a browser on this machine reaches what listens on `host`. */
export function formatSiteUrl(host: string, port: number, scheme: Scheme = "http"): string {
  return `${scheme}://${isEveryAddress(host) ? "localhost" : formatHost(host)}:${port}/`;
}
