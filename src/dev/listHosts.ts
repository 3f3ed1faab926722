import { hostname, networkInterfaces } from "node:os";
import { formatHost } from "../process/formatHost.js";

const everyAddress = new Set(["0.0.0.0", "::"]);

/** Hosts, as in a URL, by which others may ask for a site that listens on `host`: Django and Vite refuse all other ones. */
export function listHosts(host: string): string[] {
  if (!everyAddress.has(host)) return [formatHost(host)];
  const addresses = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
  return [
    hostname(),
    ...addresses.filter((found) => !found.internal).map((found) => formatHost(found.address)),
  ];
}
