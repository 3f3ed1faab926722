import { readdir, readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { type Answer, exampleOf, expectAnswer, expectProblems } from "./expect.js";
import type { World } from "./world.js";

/** What differs between a running `djk dev` and what it must show; empty when all is well. */
export async function findDifferences(
  url: string,
  world: World,
  valid: World,
  paths: Iterable<string>,
  problems: () => Promise<string[]>,
): Promise<string[]> {
  const found = await Promise.all(
    [...paths].map(async (path) => {
      const expected = expectAnswer(world, valid, path);
      return expected === null ? [] : findAnswerDifferences(url, path, expected);
    }),
  );
  return [...found.flat(), ...compare("problems", await problems(), expectProblems(world, valid))];
}

/** The paths that are worth a look after an edit: every page there is and was. */
export function listPaths(...worlds: World[]): Set<string> {
  return new Set(worlds.flatMap(({ pages }) => [...pages.keys()].map(exampleOf)));
}

async function findAnswerDifferences(url: string, path: string, expected: Answer): Promise<string[]> {
  const address = `/zoo/${path === "" ? "" : `${path}/`}`;
  const document = await ask(url + address);
  if (document.status !== expected.status) return [`${address}: ${document.status}, not ${expected.status}`];
  if (expected.status !== 200) return [];
  const values = expected.values.filter((value) => !document.text.includes(`"value":"${value}"`));
  if (values.length > 0) return [`${address}: no ${values}`];
  const branch = await ask(url + (/data-branch="([^"]+)"/.exec(document.text)?.[1] ?? ""));
  const module = findModule(branch.text, expected.component);
  if (module === null) return [`${address}: its branch does not load ${expected.component}`];
  const component = await ask(url + module);
  if (expected.marker === null)
    return component.status >= 400
      ? []
      : [`${address}: a component that cannot be read is ${component.status}`];
  return component.text.includes(`"${expected.marker}"`)
    ? []
    : [`${address}: its component lacks ${expected.marker}`];
}

/** The URL by which a module imports a file of the site, as Vite wrote it. */
function findModule(text: string, file: string): string | null {
  const urls = [...text.matchAll(/from "([^"]+)"/g)].map(([, found = ""]) => found);
  return urls.find((found) => decodeURI(found.replace(/\?.*/, "")) === `/_djk/${file}`) ?? null;
}

async function ask(url: string): Promise<{ status: number; text: string }> {
  const headers = { Accept: "text/html,*/*" };
  try {
    const response = await fetch(url, { headers, redirect: "manual", signal: AbortSignal.timeout(15_000) });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    // Django may be ended while it answers.
    return { status: 0, text: String(error) };
  }
}

function compare(name: string, is: string[], expected: string[]): string[] {
  return JSON.stringify(is) === JSON.stringify(expected)
    ? []
    : [`${name}: ${is.join(", ") || "none"}, not ${expected.join(", ") || "none"}`];
}

/** Listens to Vite's socket as an open page does; gives the problems that such a page shows, as `code file`. */
export async function watchProblems(browser: Browser, url: string): Promise<() => Promise<string[]>> {
  const client = await (await fetch(`${url}/_djk/@vite/client`)).text();
  const token = /wsToken = "([^"]+)"/.exec(client)?.[1] ?? "";
  const page = await browser.newPage();
  await page.evaluate(
    (address) => {
      const socket = new WebSocket(address, "vite-hmr");
      const seen = window as unknown as { problems: unknown };
      const event = "djk:problems";
      socket.onopen = () => socket.send(JSON.stringify({ type: "custom", event }));
      socket.onmessage = ({ data }) => {
        const message = JSON.parse(data);
        if (message.event === event) seen.problems = message.data;
      };
    },
    `${url.replace("http", "ws")}/_djk/?token=${token}`,
  );
  return async () => {
    type Shown = { code: string; places: { text: string }[] };
    const problems = await page.evaluate(() => (window as unknown as { problems: Shown[] }).problems ?? []);
    const names = problems.map(({ code, places }) => `${code} ${places[0]?.text.replace(/:\d+:\d+$/, "")}`);
    return [...new Set(names)].sort();
  };
}

/** What a process and everything below it hold. */
export interface Footprint {
  processes: number;
  /** Megabytes of memory, by what the process is. */
  node: number;
  python: number;
  /** Open files of the first process. */
  files: number;
}

export async function measure(pid: number): Promise<Footprint> {
  const pids = [pid, ...(await listDescendants(pid))];
  const sizes = await Promise.all(pids.map(readMemory));
  const sum = (name: string) =>
    sizes.filter((size) => size.name.startsWith(name)).reduce((all, { megabytes }) => all + megabytes, 0);
  const files = (await readdir(`/proc/${pid}/fd`)).length;
  return { processes: pids.length, node: sum("node"), python: sum("python"), files };
}

async function readMemory(pid: number): Promise<{ name: string; megabytes: number }> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const name = /^Name:\s*(.*)$/m.exec(status)?.[1] ?? "";
  const executable = name.toLowerCase().includes("python") ? "python" : name;
  const kilobytes = Number(/^VmRSS:\s*(\d+)/m.exec(status)?.[1] ?? 0);
  return {
    name: pid === 0 ? "" : /^(node|MainThread|djk)/.test(executable) ? "node" : executable,
    megabytes: Math.round(kilobytes / 1024),
  };
}

export async function listDescendants(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  const children = text.trim().split(" ").filter(Boolean).map(Number);
  return [...children, ...(await Promise.all(children.map(listDescendants))).flat()];
}
