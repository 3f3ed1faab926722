import { readFile, writeFile } from "node:fs/promises";
import { request } from "node:https";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchBrowser } from "./browser.js";
import { type Server, serve } from "./server.js";

const site = inject("site");

/** An address of this machine by which others reach it; its own name where it is in no network. */
const address =
  Object.values(networkInterfaces())
    .flatMap((found) => found ?? [])
    .find(({ internal, family }) => !internal && family === "IPv4")?.address ?? "localhost";

describe("djk dev --host 0.0.0.0 --https", () => {
  let server: Server;
  let browser: Browser;
  let port: string;

  beforeAll(async () => {
    server = await serve(inject("djk"), ["dev", "--host", "0.0.0.0", "--https"], site);
    ({ port } = new URL(server.url));
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.interrupt();
  });

  it("names every URL, and sends who comes by HTTP to HTTPS", async () => {
    await server.printed(`https://localhost:${port}/`);
    if (address !== "localhost") await server.printed(`for other machines: https://${address}:${port}/`);
    const answer = await fetch(`${server.url}/lab/`, { redirect: "manual" });
    expect([answer.status, answer.headers.get("location")]).toEqual([307, `https://127.0.0.1:${port}/lab/`]);
  });

  it("one origin for pages, forms and updates, whichever address it is", async () => {
    const page = await browser.newPage({ ignoreHTTPSErrors: true });
    await page.goto(`https://${address}:${port}/lab/`);
    await page.locator("#page-count").click();
    const origin = await page.evaluate(async () => {
      const { token, ...known } = await (await fetch("/api/origin/")).json();
      const body = new URLSearchParams({ name: "Ada" });
      const posted = await fetch("/api/origin/", { method: "POST", headers: { "X-CSRFToken": token }, body });
      return { ...known, ...(await posted.json()) };
    });
    expect(origin).toEqual({ secure: true, host: `${address}:${port}`, name: "Ada" });
    const file = join(site, "routes/lab/page.tsx");
    const before = await readFile(file, "utf8");
    await writeFile(file, before.replace("marker-0", "marker-tls"));
    try {
      await page.getByText("marker-tls").waitFor({ timeout: 10_000 });
      expect(await page.locator("#page-count").textContent()).toBe("Page 1");
    } finally {
      await writeFile(file, before);
    }
    await page.close();
  });

  it.each(["/lab/", "/_djk/routes/lab/page.tsx"])("%s is not for a host that nobody named", async (path) => {
    const answer = await new Promise<[number | undefined, string]>((resolve, reject) => {
      const headers = { Host: `evil.example:${port}`, "X-Forwarded-Host": "localhost" };
      request({ port, path, headers, rejectUnauthorized: false }, async (response) =>
        resolve([response.statusCode, await text(response)]),
      )
        .once("error", reject)
        .end();
    });
    expect(answer).toEqual([
      403,
      'djk dev does not answer to the host "evil.example".\n' +
        "If that is yours, start it with: DJK_DEV_HOSTS=evil.example npx djk dev\n",
    ]);
  });
});
