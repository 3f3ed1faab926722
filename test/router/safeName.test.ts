import { expect, test } from "vitest";
import { PYTHON_KEYWORDS } from "../../src/router/pythonKeywords.js";
import { safeFolderName, safeModulePath } from "../../src/router/safeName.js";
import { parseSegment } from "../../src/router/segment.js";
import { pick, seededRandom, segmentOf } from "./world.js";

test.each([
  ["posts", "posts"],
  ["my_page", "my_page"],
  ["my-page", "w_my_2d_page"],
  ["2024", "w_2024"],
  ["class", "w_class"],
  ["page", "w_page"],
  ["p_x", "w_p_5f_x"],
  ["a__b", "w_a_5f__5f_b"],
  ["[x+5f]x", "w__5f_x"],
  ["é", "w__e9_"],
  ["[slug]", "p_slug"],
  ["[[slug]]", "p_slug__opt"],
  ["[id=int]", "p_id__int"],
  ["[[id=int]]", "p_id__int__opt"],
  ["[y=four-digits]", "p_y__four_2d_digits"],
  ["[...path]", "r_path"],
  ["[[...path]]", "r_path__opt"],
  ["(shop)", "g_shop"],
  ["(my shop)", "g_my_20_shop"],
])("%s becomes the module %s", (name, safe) => {
  expect(safeFolderName(segmentOf(name))).toBe(safe);
});

test("the path of a folder is a dotted name below routes", () => {
  expect(safeModulePath([])).toBe("routes");
  expect(safeModulePath(["(shop)", "books", "[slug]"].map(segmentOf))).toBe("routes.g_shop.books.p_slug");
});

test("no two segments share a name, and every name is an identifier that is no keyword", () => {
  const random = seededRandom(7);
  const pieces = [..."abopt_2d5f-.é", "__", "opt", "int", "p_", "w_", "[x+5f]", "class", "page"];
  const text = () =>
    Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick(pieces, random)).join("");
  const shapes = [
    () => text(),
    () => `(${text()})`,
    () => `[${text()}]`,
    () => `[[${text()}]]`,
    () => `[${text()}=${text()}]`,
    () => `[[${text()}=${text()}]]`,
    () => `[...${text()}]`,
    () => `[[...${text()}]]`,
  ];
  const owners = new Map<string, string>();
  for (let i = 0; i < 12_000; i += 1) {
    const parsed = parseSegment(pick(shapes, random)());
    if ("problem" in parsed) continue;
    const name = safeFolderName(parsed.segment);
    const key = JSON.stringify(parsed.segment);
    expect(owners.get(name) ?? key).toBe(key);
    expect(name).toMatch(/^[A-Za-z][A-Za-z0-9_]*$/);
    expect(PYTHON_KEYWORDS.has(name)).toBe(false);
    owners.set(name, key);
  }
  expect(owners.size).toBeGreaterThan(2_500);
});
