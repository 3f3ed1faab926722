/** A host as it stands in a URL: an IPv6 address has brackets there. */
export function formatHost(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

/** The URL at which a browser on this machine reaches what listens on `host`. */
export function formatSiteUrl(host: string, port: number): string {
  const isEvery = host === "0.0.0.0" || host === "::";
  return `http://${isEvery ? "localhost" : formatHost(host)}:${port}/`;
}
