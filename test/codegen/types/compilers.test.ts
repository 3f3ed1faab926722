import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generateTypes } from "../../../src/codegen/types/generateTypes.js";
import { compilers, findTypeErrors, makeTypedSite, removeSite } from "./compilers.js";
import {
  buildRoutes,
  define,
  handler,
  integer,
  list,
  listFields,
  literal,
  none,
  object,
  reads,
  refer,
  text,
  union,
} from "./irSite.js";

/** What Python may call things, and what TypeScript makes of such names. */
const hostile = [
  ...["Data", "Params", "PageProps", "LayoutProps", "Actions", "Query", "LayoutData", "LayoutQuery"],
  ...["Array", "Date", "Record", "Partial", "Promise", "Object", "Register", "djk", "T"],
  ...[
    "string",
    "any",
    "object",
    "undefined",
    "enum",
    "type",
    "keyof",
    "infer",
    "unique",
    "declare",
    "readonly",
  ],
  ...["Größe", "Outer.Inner", "outer.<locals>.Local", "OuterInner", "Généric", "$types", "_x", "名前"],
];

const keys = [
  "plain",
  "with space",
  'quo"te',
  "back\\slash",
  "new",
  "1",
  "a-b",
  "名前",
  "__proto__",
  "line\nbreak",
  "</script>",
];

const page = "routes._shop_._slug_.page";
const shapes = "my.shapes.d";

function listHostile(module: string) {
  const docs = [
    "*/ alert(1) /*",
    "ends with *",
    "two\n\n  lines",
    "",
    "line\u2028separator",
    "/",
    "`code` \\",
    "@ts-expect-error",
    "@ts-ignore at its start\nand at its end: @ts-ignore",
  ];
  return Object.fromEntries(
    hostile.map((name, i) => [
      `${module}:${name}`,
      {
        name,
        module,
        doc: docs[i % docs.length] ?? "",
        type: object({ self: union(refer(`${module}:${name}`), none), n: list(integer) }),
      },
    ]),
  );
}

const everything = object({
  ...Object.fromEntries(keys.map((key) => [key, literal(key, 1, -2.5, true, null)])),
  ...Object.fromEntries(hostile.map((name, i) => [`h${i}`, refer(`${page}:${name}`)])),
  ...Object.fromEntries(hostile.map((name, i) => [`s${i}?`, refer(`${shapes}:${name}`)])),
  moment: { kind: "datetime" },
  price: { kind: "decimal" },
  photo: { kind: "file" },
  pairs: list({ kind: "tuple", items: [integer, union(text, none)] }),
  none: { kind: "tuple", items: [] },
  counts: { kind: "record", key: { kind: "integer" }, value: list(literal("a", "b")) },
  named: { kind: "record", key: refer(`${page}:Sort`), value: { kind: "any" } },
  known: { kind: "record", key: literal("a", 1, true), value: integer },
  many: literal(...Array.from({ length: 40 }, (_, i) => `choice number ${i}`)),
  "maybe?": list(union(integer, object({ deep: list(object({ deeper: { kind: "uuid" } })) }))),
  json: refer(`${shapes}:Json`),
  pageOf: refer(`${page}:Page`, refer(`${page}:Array`), list(text)),
  bare: refer(`${page}:Page`),
  elsewhere: refer("routes.page:Item"),
  djkText: literal("djk.ISODate"),
  empty: object({}),
  never: literal(),
});

const files = generateTypes(
  buildRoutes([
    ...["routes/page.tsx", "routes/page.py", "routes/layout.tsx", "routes/layout.py", "routes/not-found.tsx"],
    ...["routes/(shop)/[slug]/page.tsx", "routes/(shop)/[slug]/page.py", "routes/(shop)/[slug]/layout.py"],
    ...["routes/(shop)/[slug]/layout.tsx", "routes/d/[[n=int]]/[...rest]/page.tsx", "routes/plain/page.tsx"],
    ...["routes/é x/a'b/page.tsx", "routes/api/[id=uuid]/route.py", "routes/api/broken/route.py"],
    "routes/line\u2028end/page.tsx",
  ]),
  {
    handlers: [
      handler("routes/page.py", reads(list(refer("routes.page:Item")))),
      {
        ...handler(
          "routes/layout.py",
          reads(literal("djk.Layout"), { query: listFields({ "theme?": text }) }),
        ),
        user: object({ id: integer, since: { kind: "date" } }),
      },
      handler(
        "routes/(shop)/[slug]/page.py",
        reads(refer(`${page}:Everything`), { query: listFields({ "d?": text }) }),
      ),
      handler("routes/(shop)/[slug]/layout.py", reads(refer("routes._shop_._slug_.layout:Data"))),
      handler("routes/api/[id=uuid]/route.py", {
        ...reads(refer(`${shapes}:Array`), { query: listFields({ "from-to": text, "tag?": list(text) }) }),
        delete: {
          doc: "",
          query: [],
          body: refer(`${page}:Page`, integer),
          data: { kind: "any" },
          inferred: true,
        },
      }),
      handler("routes/api/broken/route.py", null),
    ],
    types: define({
      ...listHostile(page),
      ...listHostile(shapes),
      [`${page}:Everything`]: everything,
      [`${page}:Sort`]: literal("new", "top"),
      [`${page}:Page`]: {
        name: "Page",
        module: page,
        parameters: ["T", "string"],
        type: object({
          items: list({ kind: "parameter", name: "T" }),
          next: union(refer(`${page}:Page`, { kind: "parameter", name: "T" }, text), none),
          other: { kind: "parameter", name: "string" },
          named: refer(`${page}:T`),
        }),
      },
      [`${shapes}:Json`]: union(text, none, list(refer(`${shapes}:Json`)), {
        kind: "record",
        key: text,
        value: refer(`${shapes}:Json`),
      }),
      "routes.page:Item": object({ id: integer }),
      "routes._shop_._slug_.layout:Data": object({
        mine: refer(`${page}:Date`),
        theirs: refer(`${shapes}:Data`),
      }),
    }),
  },
);

const uses = `import type { Everything, PageProps } from "./$types";
export default function Page({ data, params, query }: PageProps) {
  const all: Everything = data;
  const date: { self: unknown; n: number[] } | null = all.h9.self;
  const next: string[] | undefined = all.pageOf.next?.items[0]?.self?.n.map(String);
  return <p title={params.slug}>{all["with space"]}{date?.n[0]?.toFixed()}{next}{query.d}{all.photo?.length}</p>;
}
`;

let site: string;

beforeAll(async () => {
  site = await makeTypedSite({
    ...Object.fromEntries(files.map(({ path, content }) => [`.djk/types/${path}`, content])),
    "routes/(shop)/[slug]/page.tsx": uses,
  });
}, 60_000);
afterAll(() => removeSite(site));

describe.each(compilers)("%s", (compiler) => {
  test("takes whatever Python calls its types, without a word", () => {
    expect(findTypeErrors(compiler, site)).toEqual([]);
  });

  test("does so by the rules of Node", async () => {
    const own = JSON.parse(
      await import("node:fs/promises").then((fs) => fs.readFile(join(site, "tsconfig.json"), "utf8")),
    );
    own.compilerOptions = { ...own.compilerOptions, module: "nodenext", moduleResolution: "nodenext" };
    own.include = [".djk/types"];
    await writeFile(join(site, "tsconfig.node.json"), JSON.stringify(own));
    expect(findTypeErrors(compiler, site, "tsconfig.node.json")).toEqual([]);
  });
});
