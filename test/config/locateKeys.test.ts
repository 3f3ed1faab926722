import { describe, expect, it } from "vitest";
import { type KeyPath, locateKeys } from "../../src/config/locateKeys.js";

/** What stands in the text where the key is said to be, up to five characters. */
function textAt(text: string, path: KeyPath): string {
  const { line, column } = locateKeys(text)(path);
  return (text.split("\n")[line - 1] ?? "").slice(column - 1, column + 4);
}

describe("the place of a key", () => {
  it.each<[string, string, KeyPath, string]>([
    ["in a table", "[a]\nb = 1\n  third = 2", ["a", "third"], "third"],
    ["of a table", "x = 1\n[ first . b ]\nc = 1", ["first"], "first"],
    ["that is dotted", "[d]\nOUTER.inner = 1", ["d", "OUTER", "inner"], "inner"],
    ["that is quoted", '[d]\n"a.b".inner = 1', ["d", "a.b", "inner"], "inner"],
    ["that has escapes", '[d]\n"\\u0061b" . inner = 1', ["d", "ab", "inner"], "inner"],
    ["in an inline table", "d = { one = 1, inner = { b = 2 } }", ["d", "inner", "b"], "b = 2"],
    ["in an array of inline tables", "d = [ 1, { inner = 2 } ]", ["d", 1, "inner"], "inner"],
    ["behind a long array", 'd = [\n "]", # ]\n "#",\n]\nafter = 1', ["after"], "after"],
    [
      "behind long strings",
      "a = \"\"\"\nb = 1\n\\\"\"\"\"\nb = '''\n'c = 1'''\nafter = 1",
      ["after"],
      "after",
    ],
    ["in an array of tables", "[[t]]\nx = 1\n[[t]]\ninner = 2", ["t", 1, "inner"], "inner"],
    ["below an array of tables", "[[t]]\n[[t]]\n[t.sub]\ninner = 2", ["t", 1, "sub", "inner"], "inner"],
    ["after a date", "a = 1979-05-27 07:32:00 # x\nafter = 1", ["after"], "after"],
    ["of an array item", 'a = [\n  "one",\n  "two",\n]', ["a", 1], '"two"'],
    ["with Windows line ends", "[a]\r\nb = 1\r\nafter = 1\r\n", ["a", "after"], "after"],
  ])("%s", (_, text, path, found) => {
    expect(textAt(text, path)).toBe(found);
  });

  it("is that of the nearest key around one that is not there", () => {
    expect(locateKeys("x = 1\n[table]\ny = 1")(["table", "missing"])).toEqual({ line: 2, column: 2 });
    expect(locateKeys("x = 1")(["missing"])).toEqual({ line: 1, column: 1 });
  });
});
