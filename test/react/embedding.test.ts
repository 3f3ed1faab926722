import { execFileSync } from "node:child_process";
import { createReadStream, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { isDeepStrictEqual } from "node:util";
import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parse } from "parse5";
import { afterEach, beforeEach, expect, it } from "vitest";

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

const python = process.env.DJK_TEST_PYTHON ?? "";
const pythonFolder = join(import.meta.dirname, "../../python");
const count = process.env.DJK_TEST_LONG ? 200_000 : 20_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "djk-embedding-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it(`no data of ${count} documents leaves its block, and each block gives it back`, {
  timeout: 600_000,
}, async () => {
  const seed = Date.now() % 1_000_000;
  const path = printDocuments(seed);
  let tags: string[] | undefined;
  let documents = 0;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const { value, html } = JSON.parse(line);
    const elements = listElements(parse(html));
    const found = elements.map((element) => element.tagName);
    tags ??= found;
    const block = JSON.parse(readText(findBlock(elements)));
    if (!isDeepStrictEqual(found, tags) || !isDeepStrictEqual(block.data.page, value))
      expect.fail(`seed ${seed}, document ${documents}: ${JSON.stringify(value)}\n${html}`);
    documents++;
  }
  expect(tags).toContain("script");
  expect(documents).toBe(count + 1);
});

it("would find data that leaves its block", () => {
  const html = '<script type="application/json" id="__djk">{"a":"</script><b>"}</script>';
  const elements = listElements(parse(html));
  expect(elements.map((element) => element.tagName)).toContain("b");
  expect(() => JSON.parse(readText(findBlock(elements)))).toThrow();
});

/** Writes documents of the real template to a file, one JSON object on each line. */
function printDocuments(seed: number): string {
  const path = join(folder, "documents.jsonl");
  const env = {
    ...process.env,
    PYTHONPATH: ["src", "tests/site", "."].join(delimiter),
    PYTHONIOENCODING: "utf-8",
  };
  const file = openSync(path, "w");
  execFileSync(python, ["-m", "tests.embedded_documents", String(count), String(seed)], {
    cwd: pythonFolder,
    env,
    stdio: ["ignore", file, "inherit"],
  });
  return path;
}

function listElements(node: Node): Element[] {
  const children = "childNodes" in node ? node.childNodes.flatMap(listElements) : [];
  return defaultTreeAdapter.isElementNode(node) ? [node, ...children] : children;
}

function findBlock(elements: Element[]): Element {
  const isBlock = ({ attrs }: Element) => attrs.some(({ name, value }) => name === "id" && value === "__djk");
  const [block, ...others] = elements.filter(isBlock);
  if (block === undefined || others.length > 0) throw new Error("there is not one block");
  return block;
}

function readText(element: Element): string {
  return element.childNodes.map((node) => (defaultTreeAdapter.isTextNode(node) ? node.value : "")).join("");
}
