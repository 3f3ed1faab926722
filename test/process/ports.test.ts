import { type AddressInfo, createServer, type Server } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { findFreePort } from "../../src/process/findFreePort.js";
import { findPortOwner, parseListeners } from "../../src/process/findPortOwner.js";
import { formatHost, formatSiteUrl } from "../../src/process/formatHost.js";
import { isPortFree } from "../../src/process/isPortFree.js";
import { requireFreePort } from "../../src/process/requireFreePort.js";

const servers: Server[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function listen(host: string): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return (server.address() as AddressInfo).port;
}

describe("ports", () => {
  test("a port is free until something listens on it", async () => {
    const port = await findFreePort();
    expect(await isPortFree(port)).toBe(true);
    const taken = await listen("127.0.0.1");
    expect(await isPortFree(taken)).toBe(false);
  });

  test("a listener on every address takes the port of the loopback too", async () => {
    const taken = await listen("0.0.0.0");
    expect(await isPortFree(taken, "127.0.0.1")).toBe(false);
  });

  test("the next free port is found from a taken one", async () => {
    const taken = await listen("127.0.0.1");
    expect(await findFreePort(taken)).toBeGreaterThan(taken);
  });

  test.runIf(process.platform === "linux")("the owner of a port is named with its command", async () => {
    const taken = await listen("127.0.0.1");
    const owner = await findPortOwner(taken);
    expect(owner?.pid).toBe(process.pid);
    expect(owner?.command).toContain("node");
    expect(await findPortOwner(await findFreePort())).toBeNull();
  });

  test.each([
    ["192.0.2.1", "EADDRNOTAVAIL"],
    ["nowhere.invalid", "E"], // ENOTFOUND, or EAI_AGAIN without a network
    ["", "ENOTFOUND"], // Node itself takes it for every address of the machine
  ])("the host '%s' is a problem of the host, not of the port", async (host, error) => {
    const message = expect.stringContaining(`${host || "an empty host"} (${error}`);
    const problem = { diagnostics: [{ code: "host-invalid", message }] };
    await expect(findFreePort(8000, host)).rejects.toMatchObject(problem);
    await expect(requireFreePort(8000, host)).rejects.toMatchObject(problem);
  });

  test("an IPv6 address has brackets in a URL, every address is this machine", () => {
    expect(formatHost("fe80::1")).toBe("[fe80::1]");
    expect(formatSiteUrl("::1", 8000)).toBe("http://[::1]:8000/");
    expect(["0.0.0.0", "::"].map((host) => formatSiteUrl(host, 80))).toEqual([
      "http://localhost:80/",
      "http://localhost:80/",
    ]);
  });

  test("only listening sockets of exactly this port count", () => {
    const table = [
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
      "   0: 0100007F:1F40 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4242 1",
      "   1: 0100007F:1F40 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1000        0 4343 1",
      "   2: 0100007F:1F41 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4444 1",
    ].join("\n");
    expect(parseListeners(table, 8000)).toEqual(["4242"]);
  });
});
