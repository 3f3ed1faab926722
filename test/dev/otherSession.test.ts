import { spawnSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { findOtherSession, noteSession, refuseSecond } from "../../src/dev/otherSession.js";
import { makeFolder } from "../build/folder.js";

test("a second djk dev of a site finds the first, and neither one that ended nor one that was killed", async () => {
  const site = await makeFolder({ "djk.toml": "" });
  expect(await findOtherSession(site)).toBeNull();
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const listening = { host: "127.0.0.1", port: (server.address() as AddressInfo).port, pid: process.pid };
  const forget = await noteSession(site, listening);
  expect(await findOtherSession(site)).toEqual(listening);
  const refusal = {
    diagnostics: [{ code: "dev-running", hint: expect.stringContaining(`kill ${process.pid}`) }],
  };
  await expect(refuseSecond(site)).rejects.toMatchObject(refusal);
  await expect(noteSession(site, { ...listening, port: 1 })).rejects.toMatchObject(refusal);
  await forget();
  expect(await findOtherSession(site)).toBeNull();
  const ended = spawnSync("true").pid;
  const forgetEnded = await noteSession(site, { ...listening, pid: ended });
  expect(await findOtherSession(site)).toBeNull();
  await noteSession(site, listening);
  await forgetEnded();
  expect(await findOtherSession(site)).toEqual(listening);
  await new Promise((resolve) => server.close(resolve));
  expect(await findOtherSession(site)).toBeNull();
  await rm(site, { recursive: true });
});
