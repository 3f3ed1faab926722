import { hostname, networkInterfaces } from "node:os";
import { formatHost, formatSiteUrl, isEveryAddress, type Scheme } from "../process/formatHost.js";

/**
 * Hosts, as in a URL, by which others may ask for a site that listens on `host`: Django and Vite refuse all other ones.
 *
 * @param named further ones, separated by commas
 */
export function listHosts(host: string, named = ""): string[] {
  const own = isEveryAddress(host) ? [hostname(), ...listAddresses(host)] : [formatHost(host)];
  const further = named.split(",").map((name) => name.trim());
  return [...new Set([...own, ...further].filter((name) => name !== "").map((name) => name.toLowerCase()))];
}

/** The URLs of a site that listens on `host`: this machine's own first, then those for others. */
export function listUrls(host: string, port: number, scheme: Scheme): string[] {
  const others = isEveryAddress(host) ? listAddresses(host) : [];
  return [formatSiteUrl(host, port, scheme), ...others.map((name) => `${scheme}://${name}:${port}/`)];
}

/** Addresses at which other machines reach what listens on every address; a link's own one needs its zone, which no URL has. */
function listAddresses(host: string): string[] {
  return Object.values(networkInterfaces())
    .flatMap((found) => found ?? [])
    .filter(({ internal, family, address }) => {
      const isReached = host === "::" || family === "IPv4";
      return !internal && isReached && !address.startsWith("fe80:");
    })
    .map(({ address }) => formatHost(address));
}
