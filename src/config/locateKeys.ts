import { parse } from "smol-toml";

/** Keys and, within arrays, indexes from the root of a TOML document: `["django", "MIDDLEWARE", 1, "use"]`. */
export type KeyPath = readonly (string | number)[];

/** A place in a document; both count from 1. */
export interface Position {
  line: number;
  column: number;
}

interface Cursor {
  readonly text: string;
  at: number;
}

type RecordKey = (path: KeyPath, offset: number) => void;

/**
 * Finds where each key of a valid TOML document stands.
 *
 * @returns a function that gives the position of a key or array item, else of the nearest one that encloses it
 */
export function locateKeys(text: string): (path: KeyPath) => Position {
  const offsets = new Map<string, number>();
  walkDocument({ text, at: 0 }, (path, offset) => {
    const key = JSON.stringify(path);
    if (!offsets.has(key)) offsets.set(key, offset);
  });
  return (path) => {
    for (let length = path.length; length > 0; length -= 1) {
      const offset = offsets.get(JSON.stringify(path.slice(0, length)));
      if (offset !== undefined) return findPosition(text, offset);
    }
    return { line: 1, column: 1 };
  };
}

function findPosition(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}

function walkDocument(cursor: Cursor, record: RecordKey): void {
  const lastIndex = new Map<string, number>();
  let table: KeyPath = [];
  for (skip(cursor, blank); cursor.at < cursor.text.length; skip(cursor, blank)) {
    if (cursor.text[cursor.at] === "[") table = walkHeader(cursor, record, lastIndex);
    else walkPair(cursor, table, record);
  }
}

/** `[a.b]` or `[[a.b]]`; a name that is an array of tables means its last table. */
function walkHeader(cursor: Cursor, record: RecordKey, lastIndex: Map<string, number>): KeyPath {
  const isArray = cursor.text.startsWith("[[", cursor.at);
  cursor.at += isArray ? 2 : 1;
  const keys = readKeys(cursor);
  skip(cursor, /\s*\]\]?/y);
  let path: KeyPath = [];
  keys.forEach(({ key, offset }, i) => {
    path = [...path, key];
    record(path, offset);
    const name = JSON.stringify(path);
    if (isArray && i === keys.length - 1) lastIndex.set(name, (lastIndex.get(name) ?? -1) + 1);
    const index = lastIndex.get(name);
    if (index !== undefined) path = [...path, index];
    record(path, offset);
  });
  return path;
}

function walkPair(cursor: Cursor, table: KeyPath, record: RecordKey): void {
  let path = table;
  for (const { key, offset } of readKeys(cursor)) {
    path = [...path, key];
    record(path, offset);
  }
  skip(cursor, /\s*=\s*/y);
  walkValue(cursor, path, record);
}

function walkValue(cursor: Cursor, path: KeyPath, record: RecordKey): void {
  const first = cursor.text[cursor.at];
  if (first === "[") walkArray(cursor, path, record);
  else if (first === "{") walkInlineTable(cursor, path, record);
  else if (first === '"' || first === "'") skip(cursor, string);
  else skip(cursor, /[^,\]}\n#]*/y);
}

function walkArray(cursor: Cursor, path: KeyPath, record: RecordKey): void {
  cursor.at += 1;
  skip(cursor, blankOrComma);
  for (let i = 0; cursor.at < cursor.text.length && cursor.text[cursor.at] !== "]"; i += 1) {
    record([...path, i], cursor.at);
    walkValue(cursor, [...path, i], record);
    skip(cursor, blankOrComma);
  }
  cursor.at += 1;
}

function walkInlineTable(cursor: Cursor, path: KeyPath, record: RecordKey): void {
  cursor.at += 1;
  skip(cursor, blankOrComma);
  while (cursor.at < cursor.text.length && cursor.text[cursor.at] !== "}") {
    walkPair(cursor, path, record);
    skip(cursor, blankOrComma);
  }
  cursor.at += 1;
}

function readKeys(cursor: Cursor): { key: string; offset: number }[] {
  const keys = [];
  do {
    skip(cursor, /[ \t]*/y);
    const offset = cursor.at;
    skip(cursor, /"(?:\\.|[^"\\])*"|'[^']*'|[A-Za-z0-9_-]+/y);
    keys.push({ key: decodeKey(cursor.text.slice(offset, cursor.at)), offset });
  } while (skip(cursor, /[ \t]*\./y));
  return keys;
}

function decodeKey(raw: string): string {
  return raw.startsWith('"') ? String(parse(`key = ${raw}`).key) : raw.replace(/^'|'$/g, "");
}

const blank = /(?:\s|#[^\n]*)*/y;
const blankOrComma = /(?:[\s,]|#[^\n]*)*/y;
const string = /"""(?:\\[\s\S]|[^\\])*?"{3,5}|'''[\s\S]*?'{3,5}|"(?:\\.|[^"\\])*"|'[^']*'/y;

/** Moves behind what the sticky pattern matches here; false when it does not match. */
function skip(cursor: Cursor, pattern: RegExp): boolean {
  pattern.lastIndex = cursor.at;
  const match = pattern.exec(cursor.text);
  cursor.at += match?.[0].length ?? 0;
  return match !== null;
}
