import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Outcome, readOutcome, writeBuilder } from "./builder.js";
import { listTree, writeFolder } from "./folder.js";
import { shopSources } from "./shop.js";

const repository = join(import.meta.dirname, "../..");
const python = process.env.DJK_TEST_PYTHON ?? "";

/** djk and React lie in the site, as npm installs them, so that source maps name them by the same paths. */
const config = `export default {
  resolve: {
    alias: [
      { find: "djk/react/client", replacement: import.meta.dirname + "/node_modules/djk/src/react/client.tsx" },
      { find: "djk/react", replacement: import.meta.dirname + "/node_modules/djk/src/react/index.ts" },
    ],
  },
};
`;

let folder: string;
let builder: string;
let tidy: string;
let clean: Map<string, Buffer>;

async function makeSite(site: string, order: (paths: string[]) => string[]): Promise<void> {
  const sources: Record<string, string> = { ...shopSources, "vite.config.ts": config };
  for (const path of order(Object.keys(sources).sort()))
    await writeFolder(site, { [path]: sources[path] ?? "" });
  for (const name of ["react", "react-dom", "react-router", "scheduler", "cookie", "set-cookie-parser"])
    await cp(join(repository, "node_modules", name), join(site, "node_modules", name), { recursive: true });
  for (const name of ["react", "router"])
    await cp(join(repository, "src", name), join(site, "node_modules/djk/src", name), { recursive: true });
}

async function build(site: string, umask: string, variables: Record<string, string>): Promise<string> {
  const env = { ...process.env, PYTHONPATH: join(repository, "python/src"), ...variables };
  const args = ["-c", `umask ${umask}; exec "$@"`, "sh", process.execPath, builder, site, python];
  const outcome = await readOutcome<Outcome>(spawn("sh", args, { env, stdio: ["ignore", "pipe", "pipe"] }));
  expect(outcome).toMatchObject({ diagnostics: [], stderr: "" });
  return outcome.build ?? "";
}

async function readDist(site: string): Promise<Map<string, Buffer>> {
  const paths = await listTree(join(site, "dist"));
  const contents = await Promise.all(paths.map((path) => readFile(join(site, "dist", path))));
  return new Map(paths.map((path, i) => [path, contents[i] ?? Buffer.of()]));
}

function listDifferent(one: Map<string, Buffer>, other: Map<string, Buffer>): string[] {
  return [...one].filter(([path, content]) => !other.get(path)?.equals(content)).map(([path]) => path);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "djk-bytes-"));
  builder = await writeBuilder(folder);
  tidy = join(folder, "tidy");
  await makeSite(tidy, (paths) => paths);
  await build(tidy, "022", { LC_ALL: "C", TZ: "UTC", PYTHONHASHSEED: "1" });
  clean = await readDist(tidy);
}, 120_000);

afterAll(async () => {
  await rm(folder, { recursive: true });
});

test("a site built elsewhere, later, by somebody else has the same dist/, byte for byte", async () => {
  const other = join(folder, "elsewhere/a folder/with ünïcode/site");
  await makeSite(other, (paths) => paths.reverse());
  const long = new Date("2001-02-03T04:05:06Z");
  for (const path of Object.keys(shopSources)) await utimes(join(other, path), long, long);
  await build(other, "077", {
    LC_ALL: "tr_TR.UTF-8",
    LANG: "tr_TR.UTF-8",
    TZ: "Asia/Tokyo",
    PYTHONHASHSEED: "2",
  });
  const there = await readDist(other);
  expect([...there.keys()]).toEqual([...clean.keys()]);
  expect(listDifferent(clean, there)).toEqual([]);
  const kinds = new Set([...clean.keys()].map((path) => /\.(\w+)$/.exec(path)?.[1]));
  for (const kind of ["br", "gz", "js", "css", "json", "map", "py", "html"]) expect(kinds).toContain(kind);
}, 120_000);

test("what was built before adds its own client files and changes nothing else", async () => {
  const page = join(tidy, "routes/page.tsx");
  const first = await build(tidy, "022", {});
  expect(listDifferent(clean, await readDist(tidy))).toEqual([]);
  await writeFile(page, shopSources["routes/page.tsx"].replace("Shop", "Market"));
  const second = await build(tidy, "022", {});
  await writeFile(page, shopSources["routes/page.tsx"]);
  expect([first, await build(tidy, "022", {})]).toEqual([first, first]);
  expect(second).not.toBe(first);
  const again = await readDist(tidy);
  expect(listDifferent(clean, again)).toEqual([]);
  const kept = [...again.keys()].filter((path) => !clean.has(path));
  expect(kept.length).toBeGreaterThan(0);
  expect([...new Set(kept.map((path) => dirname(path)))]).toEqual(["static/client"]);
}, 120_000);
