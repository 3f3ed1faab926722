// @vitest-environment happy-dom
import type { Window as HappyWindow } from "happy-dom";
import { afterEach, beforeEach, expect, test } from "vitest";
import { getCsrfToken } from "../../src/react/csrf.js";
import { DATA_TYPE } from "../../src/react/protocol.js";
import { requestData } from "../../src/react/requestData.js";
import { Site } from "./site.js";

let site: Site;

beforeEach(async () => {
  site = new Site();
  await site.listen();
});

afterEach(() => site.close());

test("a path that begins with two slashes is asked of the site, not of the host that it seems to name", async () => {
  const url = new URL(`${site.origin}//elsewhere.example/?q=a%20b+c`);
  (window as unknown as HappyWindow).happyDOM.setURL(site.origin);
  await requestData(url, "one", new AbortController().signal);
  expect(site.requests).toEqual(["GET //elsewhere.example/?q=a%20b+c&_data=one"]);
});

test("an answer of another build that a cache has kept is stale, whatever its status", async () => {
  site.give("/kept/", { build: "older", route: "/kept", params: {}, data: {} });
  const signal = new AbortController().signal;
  const url = new URL(`${site.origin}/kept/`);
  (window as unknown as HappyWindow).happyDOM.setURL(site.origin);
  expect(await requestData(url, "newer", signal)).toEqual({ kind: "stale" });
  expect(await requestData(url, "older", signal)).toMatchObject({ kind: "envelope" });
});

test("data that came with another CSRF token ends the one of before", async () => {
  (window as unknown as HappyWindow).happyDOM.setURL(site.origin);
  document.body.innerHTML = '<div id="djk-root" data-mount=""></div>';
  let tokens = 0;
  site.answers["/_djk/csrf"] = (_, response) => response.end(JSON.stringify({ token: `${++tokens}` }));
  site.answers["/signed-in/"] = (_, response) =>
    response.writeHead(200, { "Content-Type": DATA_TYPE, "X-Djk-Csrf": "changed" }).end("{}");
  const got: string[] = [];
  for (const path of ["/about/", "/about/", "/signed-in/"]) {
    await requestData(new URL(site.origin + path), "one", new AbortController().signal);
    got.push(await getCsrfToken());
  }
  expect(got).toEqual(["1", "1", "2"]);
});
