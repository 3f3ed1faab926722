import { hostname, networkInterfaces } from "node:os";
import { expect, test } from "vitest";
import { listHosts, listUrls } from "../../src/dev/listHosts.js";

const others = Object.values(networkInterfaces())
  .flatMap((found) => found ?? [])
  .filter(({ internal, family }) => !internal && family === "IPv4")
  .map(({ address }) => address);

test.each([
  ["127.0.0.1", ["127.0.0.1"], ["http://127.0.0.1:8000/"]],
  ["::1", ["[::1]"], ["http://[::1]:8000/"]],
  ["Box.lan", ["box.lan"], ["http://Box.lan:8000/"]],
  [
    "0.0.0.0",
    [hostname().toLowerCase(), ...others],
    ["http://localhost:8000/", ...others.map((address) => `http://${address}:8000/`)],
  ],
])("a site that listens on %s answers to that, and says where", (host, hosts, urls) => {
  expect(listHosts(host)).toEqual(hosts);
  expect(listUrls(host, 8000, "http")).toEqual(urls);
});

test("hosts that are named come on top", () => {
  expect(listHosts("127.0.0.1", " a.example, .B.example ,,")).toEqual([
    "127.0.0.1",
    "a.example",
    ".b.example",
  ]);
});

test("the URLs are those of HTTPS where that is served", () => {
  expect(listUrls("127.0.0.1", 8443, "https")).toEqual(["https://127.0.0.1:8443/"]);
});
