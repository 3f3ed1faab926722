import { spawnSync } from "node:child_process";
import { cp, mkdir, readFile, rm, symlink } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  announceMigrated,
  createSessionNote,
  findOtherSession,
  migratedMark,
  refuseSecond,
  type Session,
} from "../../src/dev/otherSession.js";
import { makeFolder } from "../build/folder.js";

let outer: string;
let site: string;
let server: Server;
let listening: Session;

beforeEach(async () => {
  outer = await makeFolder({ "site/djk.toml": "" });
  site = join(outer, "site");
  server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  listening = { host: "127.0.0.1", port: (server.address() as AddressInfo).port, pid: process.pid };
});
afterEach(async () => {
  if (server.listening) await new Promise((resolve) => server.close(resolve));
  await rm(outer, { recursive: true });
});

test("a second djk dev of a site finds the first, and neither one that ended nor one that was killed", async () => {
  expect(await findOtherSession(site)).toBeNull();
  const note = createSessionNote(site, listening);
  await note.write();
  expect(await findOtherSession(site)).toEqual(listening);
  const refusal = {
    diagnostics: [{ code: "dev-running", hint: expect.stringContaining(`kill ${process.pid}`) }],
  };
  await expect(refuseSecond(site)).rejects.toMatchObject(refusal);
  await expect(createSessionNote(site, { ...listening, port: 1 }).write()).rejects.toMatchObject(refusal);
  await note.remove();
  expect(await findOtherSession(site)).toBeNull();
  const killed = createSessionNote(site, { ...listening, pid: spawnSync("true").pid });
  await killed.write();
  expect(await findOtherSession(site)).toBeNull();
  await note.write();
  await killed.remove();
  expect(await findOtherSession(site)).toEqual(listening);
  await new Promise((resolve) => server.close(resolve));
  expect(await findOtherSession(site)).toBeNull();
});

test("a copy of a site is not the site, a link to it is", async () => {
  await createSessionNote(site, listening).write();
  const copy = join(outer, "copy");
  await cp(site, copy, { recursive: true });
  expect(await findOtherSession(copy)).toBeNull();
  await createSessionNote(copy, listening).write();
  expect(await findOtherSession(copy)).toEqual(listening);
  await symlink(site, join(outer, "link"));
  expect(await findOtherSession(join(outer, "link"))).toEqual(listening);
});

test("a note that is gone is written again while the session runs, and neither before nor after", async () => {
  const note = createSessionNote(site, listening);
  await note.renew();
  expect(await findOtherSession(site)).toBeNull();
  await note.write();
  await rm(join(site, ".djk"), { recursive: true });
  await note.renew();
  await note.renew();
  expect(await findOtherSession(site)).toEqual(listening);
  await note.remove();
  await note.renew();
  expect(await findOtherSession(site)).toBeNull();
});

test("that migrations were applied is told to a session only", async () => {
  await mkdir(join(site, ".djk"));
  await announceMigrated(site);
  await expect(readFile(join(site, migratedMark))).rejects.toThrow("ENOENT");
  await createSessionNote(site, listening).write();
  await announceMigrated(site);
  expect(await readFile(join(site, migratedMark), "utf8")).toMatch(/^\d+\n$/);
});
