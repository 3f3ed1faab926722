import { rm } from "node:fs/promises";
import { afterEach, expect, test } from "vitest";
import { readLastTypes, writeSiteTypes } from "../../src/project/siteTypes.js";
import { makeFolder, writeFolder } from "../build/folder.js";
import {
  buildRoutes,
  define,
  handler,
  list,
  literal,
  object,
  reads,
  refer,
  text,
} from "../codegen/types/irSite.js";

let site: string;

afterEach(() => rm(site, { recursive: true }));

const known = {
  handlers: [handler("routes/page.py", reads(list(refer("shop:Item"))))],
  types: define({ "shop:Item": object({ name: text, kind: literal("a", 1) }) }),
};
const table = buildRoutes(["routes/page.tsx", "routes/page.py"]);

test("what was written last is read again", async () => {
  site = await makeFolder({});
  await writeSiteTypes(site, table, known);
  expect(readLastTypes(site)).toEqual(known);
});

const type = { kind: "string" };
const verb = { doc: "", query: [], body: null, data: type, inferred: false };
const file = {
  route: "/",
  kind: "page",
  file: "routes/page.py",
  module: "routes.page",
  functions: { get: verb },
};

test.each([
  ["{"],
  ["null"],
  ["[]"],
  [{ version: 1 }],
  [{ version: 2, handlers: [], types: {} }],
  [{ version: 1, handlers: null, types: {} }],
  [{ version: 1, handlers: [], types: [] }],
  [{ version: 1, handlers: [{ ...file, functions: undefined }], types: {} }],
  [{ version: 1, handlers: [{ ...file, file: 1 }], types: {} }],
  [{ version: 1, handlers: [{ ...file, functions: { get: null } }], types: {} }],
  [{ version: 1, handlers: [{ ...file, functions: { get: { ...verb, query: [{}] } } }], types: {} }],
  [
    {
      version: 1,
      handlers: [{ ...file, functions: { get: { ...verb, data: { kind: "array" } } } }],
      types: {},
    },
  ],
  [{ version: 1, handlers: [file], types: { "a:B": { name: "B", module: "a", type } } }],
])("notes of the wrong form are as none: %j", async (notes) => {
  const content = typeof notes === "string" ? notes : JSON.stringify(notes);
  site = await makeFolder({ ".djk/types/ir.json": content });
  expect(readLastTypes(site)).toEqual({ handlers: [], types: {} });
  await writeSiteTypes(site, table, null);
});

test("notes of the right form, by hand, are read", async () => {
  site = await makeFolder({});
  await writeFolder(site, {
    ".djk/types/ir.json": JSON.stringify({ version: 1, handlers: [file], types: {} }),
  });
  expect(readLastTypes(site).handlers).toEqual([file]);
});
