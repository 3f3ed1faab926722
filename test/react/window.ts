import type { Window as HappyWindow } from "happy-dom";
import { vi } from "vitest";
import { type StartOptions, start } from "../../src/react/client.js";
import type { Envelope } from "../../src/react/protocol.js";
import { resetProbe } from "./fixtures/probe.js";
import { FIXTURES, type Site } from "./site.js";

let stop: () => void = () => {};

/** Puts a document into this window as Django would have served it, and starts the client in it. */
export async function open(
  site: Site,
  path: string,
  module: string,
  first: Envelope,
  attributes = "",
  inside = "",
  options: StartOptions = {},
): Promise<void> {
  (window as unknown as HappyWindow).happyDOM.setURL(site.origin + path);
  const branch = `data-branch="${FIXTURES}${module}" data-table="/table.json"`;
  document.body.innerHTML = `<div id="djk-root" ${branch} ${attributes}>${inside}</div>
    <script type="application/json" id="__djk">${JSON.stringify(first).replaceAll("<", "\\u003c")}</script>`;
  stop = await start(options);
}

/** Ends the client and forgets what it left in this window. */
export function leave(): void {
  stop();
  stop = () => {};
  resetProbe();
  sessionStorage.clear();
  vi.restoreAllMocks();
  document.head.innerHTML = "";
}

/** Waits until an element is there, and visible as far as React is concerned. */
export function find(selector: string): Promise<HTMLElement> {
  return vi.waitFor(() => {
    const element = document.querySelector<HTMLElement>(selector);
    if (element === null || element.closest('[style*="display"]')) throw new Error(`no ${selector}`);
    return element;
  });
}

/** Clicks the link of that text. */
export async function follow(text: string): Promise<void> {
  const link = await vi.waitFor(() => {
    const found = [...document.querySelectorAll("a")].find((anchor) => anchor.textContent === text);
    if (!found) throw new Error(`no link "${text}"`);
    return found;
  });
  link.click();
}

/** Spies on document loads, which would end this window. */
export function watchDocumentLoads(): string[] {
  const loads: string[] = [];
  vi.spyOn(window.location, "assign").mockImplementation((url) => void loads.push(String(url)));
  vi.spyOn(window.location, "reload").mockImplementation(() => void loads.push("reload"));
  return loads;
}
