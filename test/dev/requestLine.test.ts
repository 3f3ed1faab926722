import { expect, test } from "vitest";
import { formatRequest } from "../../src/dev/requestLine.js";
import { compileTable } from "../../src/router/match.js";
import { parsePattern } from "../../src/router/pattern.js";

const table = compileTable([{ route: "/posts", parts: parsePattern("posts"), bare: false }], {});

function format(url: string, timing = ""): string {
  return formatRequest({ method: "GET", url, status: 200, milliseconds: 11.6, timing }, table);
}

test("a line names the route, and a data request as such", () => {
  expect(format("/posts/?page=2")).toBe("GET /posts/ 200 12 ms  /posts");
  expect(format("/posts/?page=2&_data=dev")).toBe("GET /posts/ 200 12 ms (data)  /posts");
});

test("a line has the queries that were made, among what a handler says of its own time", () => {
  const timing = 'total;dur=9, djk-db;dur=4.6;desc="12 queries (10 alike)"';
  expect(format("/posts/", timing)).toBe("GET /posts/ 200 12 ms, 12 queries (10 alike) in 5 ms  /posts");
  const saving = 'djk-db;dur=2.9;desc="2 queries (without pick: 201)"';
  expect(format("/posts/", saving)).toBe(
    "GET /posts/ 200 12 ms, 2 queries (without pick: 201) in 3 ms  /posts",
  );
  expect(format("/posts/", "total;dur=9")).toBe("GET /posts/ 200 12 ms  /posts");
});

test.each(["//", "//posts/", "*", "http://[", "/%E0%A4%A"])(
  "the address %s, which is no URL of a page, is printed as it came",
  (url) => {
    expect(format(url)).toBe(`GET ${url} 200 12 ms  -`);
  },
);
