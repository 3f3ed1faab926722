import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compileRouteTable } from "../../src/router/compileRouteTable.js";
import { formatHref } from "../../src/router/href.js";
import { explainMatch, formatCanonicalPath, match } from "../../src/router/match.js";
import { matchNotFound } from "../../src/router/matchNotFound.js";
import { formatDjangoPattern, formatPattern, parsePattern } from "../../src/router/pattern.js";
import type { Converter, PatternPart, RouteTable, Row } from "../../src/router/route.js";
import { CONVERTERS, LETTERS, pick, seededRandom, tableOf, YEAR } from "./world.js";

interface Answer {
  route: string;
  params: Record<string, string | number>;
  reversed: string | null;
  canonical?: boolean;
}

interface Case {
  table: RouteTable;
  urls: string[];
}

const FOLDERS = [
  ...["a", "b", "c-d", "x y", "é", "e\u0301a", "日本", "[x+3a]b", "v1.0", "sitemap.xml", "A", "q&a", "~$(x)"],
  ...["[x+3f]", "[x+23]a", "[x+2e]b", "[x+5b]P[x+5d]", "😀", "\u212a"],
  ...["[P]", "[P]", "[P=int]", "[P=slug]", "[P=uuid]", "[P=year]", "[P=letters]", "[P=str]"],
  ...["[[P]]", "[[P=int]]", "[[P=letters]]", "[...P]", "[[...P]]", "(g)", "(h)"],
];

const VALUES = [
  ...[
    "a",
    "b",
    "c-d",
    "x%20y",
    "%C3%A9",
    "é",
    "e%CC%81",
    "100%25",
    ":b",
    "%3Ab",
    "v1.0",
    "A",
    "%41",
    "q&a",
    "~$(x)",
  ],
  ...[
    "5",
    "007",
    "1999",
    "12345678901234567890123",
    "%D9%A3",
    "-1",
    "-_",
    "1".repeat(4300),
    "1".repeat(4301),
  ],
  ...["6f1c2b3a-0000-4000-8000-00000000000a", "6F1C2B3A-0000-4000-8000-00000000000A"],
  ...["a%2Fb", ".", "%2E%2E", "", "%FF", "%ff%41", "%E2%82", "%C3%28", "%ED%A0%80", "%ZZ", "%", "%0A", "%00"],
  ...["é%C3", "x;y=1", "a+b", "<b>", '"', "%25FF", "%3F", "%23a", "a%3Fb%23c", "a%26b", "%2Fa", "a%2F"],
  ...[
    "%2e",
    ".%2e",
    "...",
    "%F0%9F%98%80",
    "%E2%84%AA",
    "a%0Ab",
    "%0D",
    "%E2%80%A8",
    "%09",
    "\\",
    "%5C",
    "ab",
  ],
];

/** `npm test -- --long` asks for 50,000 URLs. */
const count = process.env.DJK_TEST_LONG === undefined ? 300 : 4200;
const random = seededRandom(20260101);
const cases = Array.from({ length: count }, () => randomCase());

test("match and matchNotFound answer every URL as Django's resolver does", () => {
  const answers = askDjango(cases);
  let missed = 0;
  const matched = cases.flatMap(({ table, urls }, index) => {
    const compiled = compileRouteTable(table);
    return urls.map((url, position) => {
      const found = match(compiled, url);
      const answer = found ?? matchNotFound(table, url);
      const expected = answers[index]![position] ?? null;
      const seen = { url, rows: formatRows(table), answer: answer && describeAnswer(answer) };
      expect(seen).toEqual({ url, rows: formatRows(table), answer: expected && describeAnswer(expected) });
      if (found === null && answer !== null) missed += 1;
      if (found !== null) {
        const canonical = formatCanonicalPath(url, found.row, table.trailingSlash) === url;
        expect({ url, canonical }).toEqual({ url, canonical: expected?.canonical });
      }
      return found;
    });
  });
  const share = matched.filter((found) => found !== null).length / matched.length;
  expect(share).toBeGreaterThan(0.4);
  expect(share).toBeLessThan(0.9);
  expect(missed).toBeGreaterThan(count);
});

test("formatHref prints what Django's reverse() prints", () => {
  const answers = askDjango(cases.map(({ table, urls }) => ({ table: withOneRowPerRoute(table), urls })));
  let compared = 0;
  for (const [index, { table, urls }] of cases.entries()) {
    const compiled = compileRouteTable(withOneRowPerRoute(table));
    for (const [position, url] of urls.entries()) {
      const answer = answers[index]![position];
      const found = match(compiled, url);
      if (!answer?.reversed || found === null || !isPrintable(found.row, found.params)) continue;
      expect(formatHref(found.row.parts, found.params, { ...table, bare: found.row.bare })).toBe(
        answer.reversed,
      );
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(2 * count);
});

test("the first row that the explanation calls a match is the one that match returns", () => {
  for (const { table, urls } of cases) {
    const compiled = compileRouteTable(table);
    for (const url of urls) {
      const first = explainMatch(compiled, url).find((candidate) => candidate.matched);
      expect(first?.row ?? null).toBe(match(compiled, url)?.row ?? null);
    }
  }
});

test("a pattern survives being printed and parsed", () => {
  for (const row of cases.flatMap(({ table }) => table.rows))
    expect(parsePattern(formatPattern(row.parts))).toEqual(row.parts);
});

/** A random tree that may be served: two routes for one URL are an error, so such a tree is thrown again. */
function randomCase(): Case {
  const files = Array.from({ length: 3 + Math.floor(random() * 9) }, randomFile);
  const slash = random() < 0.5 ? "always" : "never";
  const { table, diagnostics } = tableOf([...new Set(files)], slash, randomRanks());
  if (diagnostics.some(({ code }) => code === "route-conflict")) return randomCase();
  return { table, urls: Array.from({ length: 12 }, () => randomUrl(table)) };
}

/** The converters of a project that ranks some of its own: before, between and behind Django's. */
function randomRanks(): Converter[] {
  return [...CONVERTERS, LETTERS].map((converter) => {
    const isOwn = converter === YEAR || converter === LETTERS;
    return isOwn ? { ...converter, rank: pick([5, 15, 25, 25, 35], random) } : converter;
  });
}

function randomFile(): string {
  const depth = Math.floor(random() * 4);
  const folders = Array.from({ length: depth }, (_, i) => pick(FOLDERS, random).replace("P", `p${i}`));
  return [...folders, pick(["page.tsx", "page.tsx", "page.tsx", "route.py", "not-found.tsx"], random)].join(
    "/",
  );
}

function randomUrl(table: RouteTable): string {
  const row = table.rows.length > 0 && random() < 0.8 ? pick(table.rows, random) : null;
  const parts = row?.parts ?? Array.from({ length: Math.floor(random() * 4) }, () => null);
  const path = parts.map(randomText).join("/");
  const start = random() < 0.02 ? "//" : "/";
  return `${start}${path}${pick(["", "", "/", "/", "/", "//", "/x"], random)}`;
}

function randomText(part: PatternPart | null): string {
  if (part === null || random() < 0.15) return pick(VALUES, random);
  if (part.kind === "word")
    return random() < 0.9 ? encodeURIComponent(part.text) : part.text.replace(/%/g, "%25");
  if (part.kind === "rest") return [pick(VALUES, random), pick(VALUES, random)].join("/");
  const fitting: Record<string, string[]> = {
    int: ["5", "007", "1999"],
    year: ["1999"],
    letters: ["a", "%C3%A9", "ab"],
    uuid: ["6f1c2b3a-0000-4000-8000-00000000000a"],
  };
  return pick(fitting[part.converter ?? ""] ?? VALUES, random);
}

/** Emit both forms of each row, as the generated urlconf has them, and let Django resolve the URLs. */
function askDjango(asked: readonly Case[]): (Answer | null)[][] {
  const input = asked.map(({ table, urls }) => ({
    patterns: table.rows.flatMap((row) => formsOf(row, table.trailingSlash)),
    notFound: table.notFoundRows.flatMap(notFoundFormsOf),
    urls,
  }));
  const python = process.env.DJK_TEST_PYTHON;
  if (python === undefined) throw new Error("set DJK_TEST_PYTHON to a Python that has Django");
  const output = execFileSync(python, [join(import.meta.dirname, "resolveWithDjango.py")], {
    input: JSON.stringify(input),
    env: { ...process.env, PYTHONPATH: join(import.meta.dirname, "../../python/src") },
    encoding: "utf8",
    timeout: 600_000,
    maxBuffer: 1024 ** 3,
  });
  return JSON.parse(output);
}

function formsOf(row: Row, trailingSlash: "always" | "never"): [string, string, string | null][] {
  const bare = formatDjangoPattern(row.parts);
  if (bare === "" || row.bare) return [[bare, row.route, row.route]];
  const forms = trailingSlash === "always" ? [`${bare}/`, bare] : [bare, `${bare}/`];
  return [
    [forms[0]!, row.route, row.route],
    [forms[1]!, row.route, null],
  ];
}

/** What the generated `not_found_patterns` have. */
function notFoundFormsOf(row: Row): [string, string][] {
  const folder = formatDjangoPattern(row.parts);
  const forms = folder === "" ? ["<path:djk_rest>", ""] : [`${folder}/<path:djk_rest>`, `${folder}/`, folder];
  return forms.map((form) => [form, row.route]);
}

/** `reverse()` chooses among the rows of one name by itself; with one row there is one right answer. */
function withOneRowPerRoute(table: RouteTable): RouteTable {
  const seen = new Set<string>();
  const rows = table.rows.filter(({ route }) => !seen.has(route) && seen.add(route));
  return { ...table, rows };
}

/** Whether the values are such that a URL can carry them back and JavaScript holds them exactly. */
function isPrintable(row: Row, params: Record<string, string | number>): boolean {
  return row.parts.every((part) => {
    if (part.kind === "word") return true;
    const value = params[part.name]!;
    return typeof value === "number" ? Number.isSafeInteger(value) : !/^\.{1,2}$/.test(value);
  });
}

/** Line breaks of what no route matches are escaped before Django's `path` sees them. */
function describeAnswer({ route, params }: Pick<Answer, "route" | "params">) {
  const escaped = Object.entries(params).map(([name, value]) => [
    name,
    route.endsWith("#not-found") && typeof value === "string" ? value.replaceAll("\n", "%0A") : value,
  ]);
  return { route, params: Object.fromEntries(escaped) };
}

function formatRows(table: RouteTable): string[] {
  return [...table.rows, ...table.notFoundRows].map((row) => `/${formatPattern(row.parts)} → ${row.route}`);
}
