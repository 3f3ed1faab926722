import { spawnSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { findOtherSession, noteSession } from "../../src/dev/otherSession.js";
import { makeFolder } from "../build/folder.js";

test("a second djk dev of a site finds the first, and neither one that ended nor one that was killed", async () => {
  const site = await makeFolder({ "djk.toml": "" });
  expect(await findOtherSession(site)).toBeNull();
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const listening = { host: "127.0.0.1", port: (server.address() as AddressInfo).port, pid: process.pid };
  const forget = await noteSession(site, listening);
  expect(await findOtherSession(site)).toEqual(listening);
  const forgetSecond = await noteSession(site, { ...listening, port: 1 });
  await forget();
  await forgetSecond();
  expect(await findOtherSession(site)).toBeNull();
  await noteSession(site, listening);
  const ended = spawnSync("true").pid;
  await noteSession(site, { ...listening, pid: ended });
  expect(await findOtherSession(site)).toBeNull();
  await noteSession(site, listening);
  await new Promise((resolve) => server.close(resolve));
  expect(await findOtherSession(site)).toBeNull();
  await rm(site, { recursive: true });
});
