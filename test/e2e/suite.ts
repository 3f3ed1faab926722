import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { closeTab, launchBrowser, openTab, type Tab } from "./browser.js";
import { type Server, serve, status } from "./server.js";

/** What holds in development and in a build alike. */
export function describeSite(mode: "dev" | "start", args: string[]): void {
  describe(`a site under djk ${mode}`, () => {
    let server: Server;
    let browser: Browser;

    beforeAll(async () => {
      server = await serve(inject("djk"), args, inject("site"));
      browser = await launchBrowser();
    });
    afterAll(async () => {
      await browser?.close();
      await server?.interrupt();
    });

    async function open(path: string): Promise<Tab> {
      const tab = await openTab(browser);
      await tab.page.goto(server.url + path);
      return tab;
    }

    async function heading(tab: Tab, text: string | RegExp): Promise<void> {
      await tab.page.getByRole("heading", { level: 1, name: text }).waitFor();
    }

    /** Failed loads that the browser itself reports for an expected status. */
    function unexpected(tab: Tab): string[] {
      return tab.problems.filter((text) => !text.startsWith("Failed to load resource"));
    }

    it("answers the first load with the page and its data, without a data request", async () => {
      const tab = await open("/lab/one/");
      await heading(tab, "Thing one");
      expect(await tab.page.locator("#text").textContent()).toBe("</script><b>&amp; ünïcode \u2028");
      expect(await tab.page.locator("#route").textContent()).toBe("/lab/[slug]");
      expect(tab.dataRequests).toEqual([]);
      expect(await tab.page.title()).toBe("Thing one");
      expect(tab.problems).toEqual([]);
      await closeTab(tab);
    });

    it("navigates with one data request, layouts mounted and their state kept", async () => {
      const tab = await open("/lab/");
      await tab.page.locator("#layout-count").click();
      await tab.page.getByRole("link", { name: "One" }).click();
      await heading(tab, "Thing one");
      expect(tab.dataRequests).toHaveLength(1);
      expect(tab.dataRequests[0]).toMatch(/^\/lab\/one\/\?_data=/);
      expect(await tab.page.locator("#layout-count").textContent()).toBe("Layout 1");
      expect(tab.documents).toEqual(["/lab/"]);
      expect(tab.problems).toEqual([]);
      await closeTab(tab);
    });

    it("keeps a page's state when only its params change", async () => {
      const tab = await open("/lab/one/");
      await tab.page.locator("#thing-count").click();
      await tab.page.getByRole("link", { name: "Two" }).click();
      await heading(tab, "Thing two");
      expect(await tab.page.locator("#thing-count").textContent()).toBe("Thing count 1");
      await closeTab(tab);
    });

    it("goes back and forward without loading documents", async () => {
      const tab = await open("/lab/");
      await tab.page.getByRole("link", { name: "One" }).click();
      await heading(tab, "Thing one");
      await tab.page.goBack();
      await heading(tab, "The lab");
      await tab.page.goForward();
      await heading(tab, "Thing one");
      expect(tab.documents).toEqual(["/lab/"]);
      expect(tab.problems).toEqual([]);
      await closeTab(tab);
    });

    it("opens a deep link with rest parameters, status, header and title of the handler", async () => {
      const response = await fetch(`${server.url}/lab/files/a/b.txt/`);
      expect(response.status).toBe(203);
      expect(response.headers.get("x-lab")).toBe("yes");
      expect(await response.text()).toContain("<title>File a/b.txt</title>");
      const tab = await open("/lab/files/a/b.txt/");
      await heading(tab, "File a/b.txt");
      await closeTab(tab);
    });

    it.each([
      ["missing", 404, "Nothing in the lab"],
      ["forbidden", 403, "Lab error 403"],
    ])("answers %s with %i and its boundary, as document and in the browser", async (slug, code, text) => {
      expect(await status(`${server.url}/lab/${slug}/`)).toBe(code);
      const direct = await open(`/lab/${slug}/`);
      await heading(direct, text);
      expect(await direct.page.locator("#layout-data").textContent()).toMatch(/^\d+$/);
      expect(unexpected(direct)).toEqual([]);
      await closeTab(direct);

      const tab = await open("/lab/");
      await tab.page.locator("#layout-count").click();
      await tab.page.getByRole("link", { name: slug, exact: false }).click();
      await heading(tab, text);
      expect(await tab.page.locator("#layout-count").textContent()).toBe("Layout 1");
      expect(tab.documents).toEqual(["/lab/"]);
      expect(unexpected(tab)).toEqual([]);
      await closeTab(tab);
    });

    it("answers an unmatched URL with the nearest not-found page and 404", async () => {
      expect(await status(`${server.url}/lab/one/two/three/`)).toBe(404);
      const lab = await open("/lab/one/two/three/");
      await heading(lab, "Nothing in the lab");
      const root = await open("/no/such/page/");
      expect(await root.page.locator("#lab").count()).toBe(0);
      expect(unexpected(root)).toEqual([]);
      await closeTab(lab);
      await closeTab(root);
    });

    it("follows a handler's redirect inside the page", async () => {
      const tab = await open("/lab/");
      await tab.page.getByRole("link", { name: "Moved" }).click();
      await heading(tab, "Thing one");
      expect(new URL(tab.page.url()).pathname).toBe("/lab/one/");
      expect(tab.documents).toEqual(["/lab/"]);
      await closeTab(tab);
    });

    it("shows loading.tsx while the page is on its way", async () => {
      const tab = await open("/lab/");
      await tab.page.getByRole("link", { name: "Slow" }).click();
      await tab.page.locator("#loading").waitFor();
      await heading(tab, "Slow page");
      await closeTab(tab);
    });

    it("runs async handlers", async () => {
      const tab = await open("/lab/async/");
      await heading(tab, "An async page");
      await closeTab(tab);
    });

    it.each(["document", "navigation"])(
      "shows a page with its styles from the first paint on: %s",
      async (way) => {
        const tab = await openTab(browser);
        await tab.page.addInitScript(() => {
          new MutationObserver((_, observer) => {
            const heading = document.querySelector("#styled");
            if (heading === null) return;
            heading.setAttribute("data-first", getComputedStyle(heading).color);
            observer.disconnect();
          }).observe(document, { childList: true, subtree: true });
        });
        await tab.page.goto(`${server.url}/lab/${way === "document" ? "styled/" : ""}`);
        if (way === "navigation") await tab.page.getByRole("link", { name: "Styled" }).click();
        await heading(tab, "Styled");
        expect(await tab.page.locator("#styled").getAttribute("data-first")).toBe("rgb(1, 2, 3)");
        const framed = tab.page.locator(".framed");
        expect(await framed.textContent()).toBe("a raw note");
        const style = await framed.evaluate((element) => getComputedStyle(element).borderTopStyle);
        expect(style).toBe("dotted");
        const width = () => tab.page.locator("img").evaluate((image: HTMLImageElement) => image.naturalWidth);
        await expect.poll(width).toBe(7);
        expect(tab.problems).toEqual([]);
        await closeTab(tab);
      },
    );

    it("loads the document where a link leads to another Django page", async () => {
      const tab = await open("/lab/");
      await tab.page.getByRole("link", { name: "Admin" }).click();
      await tab.page.waitForURL(/\/admin\/login\//);
      await tab.page.locator("input[name=username]").waitFor();
      await closeTab(tab);
    });

    it("adds Django's slash to /admin and answers the other slash form with 308", async () => {
      expect(await status(`${server.url}/admin`)).toBe(301);
      const response = await fetch(`${server.url}/lab/one?x=1`, { redirect: "manual" });
      expect(response.status).toBe(308);
      expect(response.headers.get("location")).toBe("/lab/one/?x=1");
    });

    it("serves a JSON endpoint for every verb", async () => {
      const url = `${server.url}/api/echo/`;
      expect(await (await fetch(`${url}?q=ö`)).json()).toEqual({ method: "GET", q: "ö" });
      const posted = await fetch(url, { method: "POST", body: '{"a": [1]}' });
      expect([posted.status, await posted.json()]).toEqual([201, { body: { a: [1] } }]);
      expect((await fetch(url, { method: "DELETE" })).status).toBe(204);
      const refused = await fetch(url, { method: "PUT" });
      const allowed = refused.headers.get("allow")?.split(", ").sort();
      expect([refused.status, allowed]).toEqual([405, ["DELETE", "GET", "HEAD", "OPTIONS", "POST"]]);
      expect((await fetch(url, { method: "HEAD" })).status).toBe(200);
    });

    it("calls endpoints with Django's token, and tells what is wrong with a body in Django's words", async () => {
      const tab = await open("/lab/calls/");
      const said = () => tab.page.locator("#said").textContent();
      const tokens: string[] = [];
      tab.page.on("request", (request) => {
        if (request.url().endsWith("/_djk/csrf")) tokens.push(request.url());
      });
      await tab.page.getByRole("button", { name: "Get" }).click();
      await expect.poll(said).toBe("total 3");
      await tab.page.getByRole("button", { name: "Post", exact: true }).click();
      await expect.poll(said).toBe("total 5");
      await tab.page.getByRole("button", { name: "Post wrong" }).click();
      await expect.poll(said).toBe('[422,{"left":["Enter a whole number."]}]');
      expect(tokens).toEqual([`${server.url}/_djk/csrf`]);
      expect(unexpected(tab)).toEqual([]);
      await closeTab(tab);
    });

    it("gives a page its query, and writes dates in Django's language and time zone", async () => {
      const tab = await open("/lab/calls/");
      await heading(tab, "Calls with 2");
      expect(await tab.page.locator("#times").textContent()).toBe("May 1, 2026, 11:30 PM and May 1, 2026");
      await tab.page.getByRole("link", { name: "Five" }).click();
      await heading(tab, "Calls with 5");
      expect(new URL(tab.page.url()).search).toBe("?left=5");
      expect(tab.documents).toEqual(["/lab/calls/"]);
      await closeTab(tab);
    });

    it("answers a data request only with its header, and redirects a crafted link", async () => {
      const crafted = await fetch(`${server.url}/lab/one/?_data=x&keep=1`, { redirect: "manual" });
      expect([crafted.status, crafted.headers.get("location")]).toEqual([302, "/lab/one/?keep=1"]);
      const stale = await fetch(`${server.url}/lab/one/?_data=other`, { headers: { "X-Djk-Data": "1" } });
      expect(stale.status).toBe(409);
      expect(stale.headers.get("cache-control")).toContain("no-store");
    });

    it("serves public files at the root and health at /healthz", async () => {
      expect(await status(`${server.url}/robots.txt`)).toBe(200);
      expect(await status(`${server.url}/healthz`)).toBe(200);
    });
  });
}
