// @vitest-environment happy-dom
import type { Window as HappyWindow } from "happy-dom";
import { afterEach, beforeEach, expect, test } from "vitest";
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
