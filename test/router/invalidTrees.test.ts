import { expect, test } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { tableOf } from "./world.js";

/** Name, files below `routes/`, and every diagnostic of the tree, in order. */
const trees: [name: string, files: string[], diagnostics: string[][]][] = [
  [
    "a parallel route",
    ["page.tsx", "@modal/page.tsx"],
    [
      [
        "error parallel-route routes/@modal",
        '"@modal" would be a parallel route; djk has none',
        "Render both parts from one page.tsx or layout.tsx. A literal @ is written [x+40].",
      ],
    ],
  ],
  [
    "an intercepting route",
    ["page.tsx", "(.)photo/page.tsx", "(...)photo/page.tsx"],
    [
      [
        "error intercepting-route routes/(.)photo",
        '"(.)photo" would be an intercepting route; djk has none',
        "Open the overlay from state of the page or from a query parameter.",
      ],
      [
        "error intercepting-route routes/(...)photo",
        '"(...)photo" would be an intercepting route; djk has none',
        "Open the overlay from state of the page or from a query parameter.",
      ],
    ],
  ],
  [
    "a group with text around",
    ["(shop)x/page.tsx"],
    [
      [
        "error segment-group routes/(shop)x",
        '"(shop)x" is not a group: a group is one name in parentheses and nothing around it',
        "Write (name), for example (shop). The name is not part of the URL.",
      ],
    ],
  ],
  [
    "an empty group",
    ["()/page.tsx"],
    [
      [
        "error segment-group routes/()",
        '"()" is not a group: a group is one name in parentheses and nothing around it',
        "Write (name), for example (shop). The name is not part of the URL.",
      ],
    ],
  ],
  [
    "a parenthesis alone",
    ["shop)/page.tsx"],
    [
      [
        "error segment-group routes/shop)",
        '"shop)" has a parenthesis without its partner',
        "A group is a whole name in parentheses: (shop).",
      ],
    ],
  ],
  [
    "brackets that do not pair",
    ["[id/page.tsx", "id]/page.tsx"],
    [
      [
        "error segment-brackets routes/[id",
        'the brackets of "[id" make no segment',
        "Write [x], [x=int], [[x]], [...x] or [[...x]]. A literal [ is written [x+5b], a literal ] is [x+5d].",
      ],
      [
        "error segment-brackets routes/id]",
        'the brackets of "id]" make no segment',
        "Write [x], [x=int], [[x]], [...x] or [[...x]]. A literal [ is written [x+5b], a literal ] is [x+5d].",
      ],
    ],
  ],
  [
    "three brackets",
    ["[[[id]]]/page.tsx"],
    [
      [
        "error segment-brackets routes/[[[id]]]",
        'the brackets of "[[[id]]]" make no segment',
        "Write [x], [x=int], [[x]], [...x] or [[...x]]. A literal [ is written [x+5b], a literal ] is [x+5d].",
      ],
    ],
  ],
  [
    "an empty parameter",
    ["[]/page.tsx"],
    [
      [
        "error parameter-name routes/[]",
        '"" in "[]" cannot be the name of a parameter',
        "Use ASCII letters, digits and single underscores, not beginning with a digit.",
      ],
    ],
  ],
  [
    "text around a parameter",
    ["post-[id]/page.tsx", "[id].html/page.tsx"],
    [
      [
        "error text-around-parameter routes/post-[id]",
        '"post-[id]" has something beside a parameter; a parameter is a whole segment',
        "Take the whole segment as one parameter, such as [name], and split it in the handler.",
      ],
      [
        "error text-around-parameter routes/[id].html",
        '"[id].html" has something beside a parameter; a parameter is a whole segment',
        "Take the whole segment as one parameter, such as [name], and split it in the handler.",
      ],
    ],
  ],
  [
    "two parameters in one folder",
    ["[year]-[month]/page.tsx"],
    [
      [
        "error text-around-parameter routes/[year]-[month]",
        '"[year]-[month]" has something beside a parameter; a parameter is a whole segment',
        "Take the whole segment as one parameter, such as [name], and split it in the handler.",
      ],
    ],
  ],
  [
    "two dots",
    ["[..path]/page.tsx"],
    [
      [
        "error segment-ellipsis routes/[..path]",
        '"[..path]" has ".." where a rest parameter has three dots',
        "Write [...path].",
      ],
    ],
  ],
  [
    "four dots",
    ["[....path]/page.tsx"],
    [
      [
        "error segment-ellipsis routes/[....path]",
        '"[....path]" has "...." where a rest parameter has three dots',
        "Write [...path].",
      ],
    ],
  ],
  [
    "the one-character ellipsis",
    ["[…path]/page.tsx"],
    [
      [
        "error segment-ellipsis routes/[…path]",
        '"[…path]" has "…" where a rest parameter has three dots',
        "Write [...path].",
      ],
    ],
  ],
  [
    "Django's own syntax",
    ["<int:id>/page.tsx"],
    [
      [
        "error segment-character routes/<int:id>",
        '"<int:id>" holds <, which a folder below routes/ may not',
        "A parameter is written [id].",
      ],
    ],
  ],
  [
    "Rails' syntax",
    [":slug/page.tsx"],
    [
      [
        "error segment-character routes/:slug",
        '":slug" holds :, which a folder below routes/ may not',
        "A parameter is written [slug].",
      ],
    ],
  ],
  [
    "Remix's optional",
    ["[id?]/page.tsx"],
    [
      [
        "error parameter-name routes/[id?]",
        '"id?" in "[id?]" cannot be the name of a parameter',
        "An optional parameter is written [[id]].",
      ],
    ],
  ],
  [
    "a converter by colon",
    ["[id:int]/page.tsx", "[int:id]/page.tsx"],
    [
      [
        "error parameter-name routes/[id:int]",
        '"id:int" in "[id:int]" cannot be the name of a parameter',
        'A converter follows "=": [id=int].',
      ],
      [
        "error parameter-name routes/[int:id]",
        '"int:id" in "[int:id]" cannot be the name of a parameter',
        'A converter follows "=": [id=int].',
      ],
    ],
  ],
  [
    "a dash in a parameter",
    ["[post-id]/page.tsx"],
    [
      [
        "error parameter-name routes/[post-id]",
        '"post-id" in "[post-id]" cannot be the name of a parameter',
        "Use ASCII letters, digits and single underscores, not beginning with a digit, for example [post_id].",
      ],
    ],
  ],
  [
    "a digit first",
    ["[1st]/page.tsx"],
    [
      [
        "error parameter-name routes/[1st]",
        '"1st" in "[1st]" cannot be the name of a parameter',
        "Use ASCII letters, digits and single underscores, not beginning with a digit.",
      ],
    ],
  ],
  [
    "a letter that is not ASCII",
    ["[größe]/page.tsx"],
    [
      [
        "error parameter-name routes/[größe]",
        '"größe" in "[größe]" cannot be the name of a parameter',
        "Use ASCII letters, digits and single underscores, not beginning with a digit.",
      ],
    ],
  ],
  [
    "two underscores",
    ["[a__b]/page.tsx"],
    [
      [
        "error parameter-name routes/[a__b]",
        '"a__b" in "[a__b]" cannot be the name of a parameter',
        "Use ASCII letters, digits and single underscores, not beginning with a digit, for example [a_b].",
      ],
    ],
  ],
  [
    "a Python keyword",
    ["[class]/page.tsx"],
    [
      [
        "error parameter-keyword routes/[class]",
        '"class" in "[class]" is a Python keyword, so no handler could take it',
        "Choose another name, for example [class_].",
      ],
    ],
  ],
  [
    "the first argument's name",
    ["[request]/page.tsx"],
    [
      [
        "error parameter-reserved routes/[request]",
        '"request" in "[request]" is the name of every handler\'s first argument',
        "Choose another name, for example [request_id].",
      ],
    ],
  ],
  [
    "a route below djk's own URLs",
    ["[x+5f]djk/[id]/page.tsx", "(a)/[x+5f]djk/csrf/route.py", "x/[x+5f]djk/page.tsx"],
    [
      [
        "error route-reserved routes/(a)/[x+5f]djk/csrf/route.py",
        "URLs below /_djk are djk's own",
        "Give the folder another name.",
      ],
      [
        "error route-reserved routes/[x+5f]djk/[id]/page.tsx",
        "URLs below /_djk are djk's own",
        "Give the folder another name.",
      ],
    ],
  ],
  [
    "a rest with a converter",
    ["[...path=slug]/page.tsx"],
    [
      [
        "error rest-converter routes/[...path=slug]",
        '"[...path=slug]" gives a rest parameter a converter',
        "Write [...path]; its value is the remaining path as text.",
      ],
    ],
  ],
  [
    "the path converter",
    ["[file=path]/page.tsx"],
    [
      [
        "error path-converter routes/[file=path]",
        '"[file=path]" uses the converter "path", which takes more than one segment',
        "Write [...file] for the remaining path.",
      ],
    ],
  ],
  [
    "a misspelt converter",
    ["[id=itn]/page.tsx"],
    [
      [
        "error unknown-converter routes/[id=itn]",
        'Django has no path converter "itn"; did you mean "int"?',
        "Known converters: uuid, int, slug, str, year. Register your own with register_converter() in an AppConfig's ready().",
      ],
    ],
  ],
  [
    "a converter that is none",
    ["[id=[0-9]+]/page.tsx", "[id=0x]/page.tsx"],
    [
      [
        "error text-around-parameter routes/[id=[0-9]+]",
        '"[id=[0-9]+]" has something beside a parameter; a parameter is a whole segment',
        "Take the whole segment as one parameter, such as [name], and split it in the handler.",
      ],
      [
        "error unknown-converter routes/[id=0x]",
        '"0x" in "[id=0x]" cannot be the name of a converter',
        "Name a converter that Django knows: [id=int], [id=slug], [id=uuid].",
      ],
    ],
  ],
  [
    "the private converter of a rest",
    ["[x=djk_rest]/page.tsx"],
    [
      [
        "error path-converter routes/[x=djk_rest]",
        '"[x=djk_rest]" uses the converter "djk_rest", which takes more than one segment',
        "Write [...x] for the remaining path.",
      ],
    ],
  ],
  [
    "a hash",
    ["c#/page.tsx"],
    [
      [
        "error segment-character routes/c#",
        '"c#" holds #, which a folder below routes/ may not',
        "Rename the folder, or write the character as [x+23].",
      ],
    ],
  ],
  [
    "a star",
    ["*/page.tsx"],
    [
      [
        "error segment-character routes/*",
        '"*" holds *, which a folder below routes/ may not',
        "Rename the folder, or write the character as [x+2a].",
      ],
    ],
  ],
  [
    "a per cent",
    ["100%/page.tsx"],
    [
      [
        "error segment-character routes/100%",
        '"100%" holds %, which a folder below routes/ may not',
        "Rename the folder.",
      ],
    ],
  ],
  [
    "a control character",
    ["a\tb/page.tsx"],
    [
      [
        "error segment-character routes/a\tb",
        '"a\tb" holds the control character U+0009, which a folder below routes/ may not',
        "Rename the folder.",
      ],
    ],
  ],
  [
    "a space at the end",
    ["about /page.tsx"],
    [
      [
        "error segment-edge routes/about ",
        '"about " begins or ends with a space, or ends with a dot',
        "Such names get lost in links and on some file systems. Remove it.",
      ],
    ],
  ],
  [
    "a dot at the end",
    ["about./page.tsx"],
    [
      [
        "error segment-edge routes/about.",
        '"about." begins or ends with a space, or ends with a dot',
        "Such names get lost in links and on some file systems. Remove it.",
      ],
    ],
  ],
  [
    "an escape that is no code",
    ["[x+zz]/page.tsx"],
    [
      [
        "error segment-escape routes/[x+zz]",
        '[x+zz] in "[x+zz]" is not the code of a character that a URL segment can hold',
        "Write the code point in hexadecimal digits: [x+5f] is an underscore, [x+2e] a dot.",
      ],
    ],
  ],
  [
    "an escaped slash",
    ["a[x+2f]b/page.tsx"],
    [
      [
        "error segment-escape routes/a[x+2f]b",
        '[x+2f] in "a[x+2f]b" is not the code of a character that a URL segment can hold',
        "Write the code point in hexadecimal digits: [x+5f] is an underscore, [x+2e] a dot.",
      ],
    ],
  ],
  [
    "an escaped dot alone",
    ["[x+2e]/page.tsx"],
    [
      [
        "error segment-edge routes/[x+2e]",
        '"[x+2e]" stands for ".", which browsers resolve instead of sending it',
        "Choose another name.",
      ],
    ],
  ],
  [
    "below a rest",
    ["[...path]/edit/page.tsx"],
    [
      [
        "error rest-not-last routes/[...path]/edit; the rest parameter: routes/[...path]",
        '"edit" is below a rest parameter, which takes the whole remaining path',
        "Move the folder beside the rest parameter's folder: a word comes before it.",
      ],
    ],
  ],
  [
    "a parameter twice",
    ["[id]/parts/[id]/page.tsx"],
    [
      [
        "error duplicate-parameter routes/[id]/parts/[id]; the other one: routes/[id]",
        'the parameter "id" appears twice on one path',
        "Rename one of the two folders.",
      ],
    ],
  ],
  [
    "a parameter twice but for case",
    ["[id]/[ID]/page.tsx"],
    [
      [
        "error duplicate-parameter routes/[id]/[ID]; the other one: routes/[id]",
        'the parameters "id" and "ID" on one path differ in case only',
        "Rename one of the two folders.",
      ],
    ],
  ],
  [
    "one segment under two names",
    ["A/page.tsx", "[x+41]/page.tsx"],
    [
      [
        "error duplicate-folder routes/[x+41]; the other folder: routes/A",
        "two folders are the same URL segment: routes/A and routes/[x+41]",
        "Move the files of one into the other.",
      ],
    ],
  ],
  [
    "one word in two Unicode forms",
    ["café/page.tsx", "cafe\u0301/page.tsx"],
    [
      [
        "error duplicate-folder routes/cafe\u0301; the other folder: routes/café",
        "two folders are the same URL segment: routes/café and routes/cafe\u0301 (the letters are composed in two ways)",
        "Move the files of one into the other.",
      ],
    ],
  ],
  [
    "two files of one kind",
    ["page.tsx", "page.jsx"],
    [
      [
        "error duplicate-file routes/page.jsx; the other file: routes/page.tsx",
        "routes/page.jsx means the same as routes/page.tsx",
        "Keep one of them.",
      ],
    ],
  ],
  [
    "an endpoint beside a page",
    ["a/page.tsx", "a/route.py"],
    [
      [
        "error route-beside-page routes/a/route.py; the page: routes/a/page.tsx",
        "route.py and a page in the same folder would answer the same URL",
        "Put the page's data into page.py, or move route.py into a folder of its own.",
      ],
    ],
  ],
  [
    "an endpoint beside a handler",
    ["a/page.py", "a/route.py"],
    [
      [
        "error handler-without-page routes/a/page.py",
        "page.py has no page.tsx beside it, so nothing would show its data",
        "Move its functions into route.py.",
      ],
    ],
  ],
  [
    "a handler without its page",
    ["a/page.py"],
    [
      [
        "error handler-without-page routes/a/page.py",
        "page.py has no page.tsx beside it, so nothing would show its data",
        "Add page.tsx, or rename it to route.py for an endpoint that answers JSON.",
      ],
    ],
  ],
  [
    "a layout handler without its layout",
    ["page.tsx", "layout.py"],
    [
      [
        "error layout-handler-without-layout routes/layout.py",
        "a layout.py needs a layout.tsx beside it",
        "Add a layout.tsx; one that only renders its children is enough.",
      ],
    ],
  ],
  [
    "a template without its page",
    ["page.tsx", "a/page.html"],
    [
      [
        "error template-without-page routes/a/page.html",
        "page.html has no page.tsx beside it, so there is no page whose document it could be",
        "Add page.tsx. A page that is only a Django template belongs into the project's own urls.py.",
      ],
    ],
  ],
  [
    "two groups for one URL",
    ["(a)/about/page.tsx", "(b)/about/page.tsx"],
    [
      [
        "error route-conflict routes/(a)/about/page.tsx; answers the same URL: routes/(b)/about/page.tsx",
        "2 routes answer /about, for example /about/",
        "Keep one of them. Groups and parameter names do not make two URLs different.",
      ],
    ],
  ],
  [
    "two parameter names for one URL",
    ["p/[slug]/page.tsx", "p/[id]/page.tsx"],
    [
      [
        "error route-conflict routes/p/[id]/page.tsx; answers the same URL: routes/p/[slug]/page.tsx",
        "2 routes answer /p/<id>, for example /p/x/",
        "Keep one of them, or give one a converter: [id=int]. Parameter names make no difference.",
      ],
    ],
  ],
  [
    "three routes for one URL",
    ["(a)/[x]/page.tsx", "(b)/[y]/page.tsx", "[z]/route.py"],
    [
      [
        "error route-conflict routes/(a)/[x]/page.tsx; answers the same URL: routes/(b)/[y]/page.tsx; answers the same URL: routes/[z]/route.py",
        "3 routes answer /<x>, for example /x/",
        "Keep one of them, or give one a converter: [x=int]. Parameter names make no difference.",
      ],
    ],
  ],
  [
    "one converter twice",
    ["[a=int]/page.tsx", "[b=int]/page.tsx"],
    [
      [
        "error route-conflict routes/[a=int]/page.tsx; answers the same URL: routes/[b=int]/page.tsx",
        "2 routes answer /<int:a>, for example /1/",
        "Keep one of them. Groups and parameter names do not make two URLs different.",
      ],
    ],
  ],
  [
    "str is no converter",
    ["[a=str]/page.tsx", "[b]/page.tsx"],
    [
      [
        "error route-conflict routes/[a=str]/page.tsx; answers the same URL: routes/[b]/page.tsx",
        "2 routes answer /<a>, for example /x/",
        "Keep one of them, or give one a converter: [a=int]. Parameter names make no difference.",
      ],
    ],
  ],
  [
    "an optional beside its absence",
    ["u/page.tsx", "u/[[id]]/page.tsx"],
    [
      [
        "error route-conflict routes/u/page.tsx; answers the same URL: routes/u/[[id]]/page.tsx",
        "2 routes answer /u, for example /u/",
        "[[id]] in routes/u/[[id]] can never be absent because routes/u/page.tsx exists: make it [id].",
      ],
    ],
  ],
  [
    "an optional rest beside its absence",
    ["docs/page.tsx", "docs/[[...path]]/page.tsx"],
    [
      [
        "error route-conflict routes/docs/page.tsx; answers the same URL: routes/docs/[[...path]]/page.tsx",
        "2 routes answer /docs, for example /docs/",
        "[[...path]] in routes/docs/[[...path]] can never be absent because routes/docs/page.tsx exists: make it [...path].",
      ],
    ],
  ],
  [
    "an optional in the middle beside a word",
    ["[[lang]]/about/page.tsx", "about/page.tsx"],
    [
      [
        "error route-conflict routes/[[lang]]/about/page.tsx; answers the same URL: routes/about/page.tsx",
        "2 routes answer /about, for example /about/",
        "[[lang]] in routes/[[lang]]/about can never be absent because routes/about/page.tsx exists: make it [lang].",
      ],
    ],
  ],
  [
    "two rests",
    ["[...a]/page.tsx", "[[...b]]/page.tsx"],
    [
      [
        "error route-conflict routes/[...a]/page.tsx; answers the same URL: routes/[[...b]]/page.tsx",
        "2 routes answer /<...a>, for example /a/b/",
        "Keep one of them. Groups and parameter names do not make two URLs different.",
      ],
    ],
  ],
  [
    "one name for two URLs",
    ["a.b/page.tsx", "a/b/page.tsx"],
    [
      [
        "error name-conflict routes/a/b/page.tsx; the same name: routes/a.b/page.tsx",
        '2 routes have the URL name "a.b"',
        "Rename a parameter or a folder: the name is made of the words and parameter names of the path.",
      ],
    ],
  ],
  ["the home page's name taken", ["page.tsx", "home/page.tsx"], []],
  [
    "a word and a parameter of one name",
    ["a/id/page.tsx", "a/[id]/page.tsx"],
    [
      [
        "error name-conflict routes/a/id/page.tsx; the same name: routes/a/[id]/page.tsx",
        '2 routes have the URL name "a.id"',
        "Rename a parameter or a folder: the name is made of the words and parameter names of the path.",
      ],
    ],
  ],
  [
    "two not-found pages for one folder",
    ["page.tsx", "(a)/not-found.tsx", "(a)/x/page.tsx", "(b)/not-found.tsx", "(b)/y/page.tsx"],
    [
      [
        "warning not-found-conflict routes/(b)/not-found.tsx; the one that is used: routes/(a)/not-found.tsx",
        "unmatched URLs of the same folder could show either of two not-found files; the first one is used",
        "Put a not-found.tsx into the folder that holds both groups.",
      ],
    ],
  ],
  [
    "near misses",
    ["page.tsx", "a/Page.tsx", "b/handler.py", "c/notfound.tsx"],
    [
      [
        "warning near-miss routes/a/Page.tsx",
        "Page.tsx has no meaning here; did you mean page.tsx?",
        "Rename it, or begin its name with an underscore (_Page.tsx) if it is a file of your own.",
      ],
      [
        "warning near-miss routes/b/handler.py",
        "handler.py has no meaning here; did you mean page.py or route.py?",
        "Rename it, or begin its name with an underscore (_handler.py) if it is a file of your own.",
      ],
      [
        "warning near-miss routes/c/notfound.tsx",
        "notfound.tsx has no meaning here; did you mean not-found.tsx?",
        "Rename it, or begin its name with an underscore (_notfound.tsx) if it is a file of your own.",
      ],
    ],
  ],
  [
    "no page at all",
    ["Card.tsx"],
    [
      [
        "warning no-routes routes",
        "there is no page below routes/ yet",
        "Write routes/page.tsx with a default export: it answers /.",
      ],
    ],
  ],
  [
    "everything at once",
    [
      "page.tsx",
      "page.py",
      "@a/page.tsx",
      "[x]/page.tsx",
      "[y]/page.tsx",
      "[id=itn]/page.tsx",
      "b/page.py",
      "c/layout.py",
      "d/Page.tsx",
      "[...p]/q/page.tsx",
    ],
    [
      [
        "error parallel-route routes/@a",
        '"@a" would be a parallel route; djk has none',
        "Render both parts from one page.tsx or layout.tsx. A literal @ is written [x+40].",
      ],
      [
        "error handler-without-page routes/b/page.py",
        "page.py has no page.tsx beside it, so nothing would show its data",
        "Add page.tsx, or rename it to route.py for an endpoint that answers JSON.",
      ],
      [
        "error layout-handler-without-layout routes/c/layout.py",
        "a layout.py needs a layout.tsx beside it",
        "Add a layout.tsx; one that only renders its children is enough.",
      ],
      [
        "warning near-miss routes/d/Page.tsx",
        "Page.tsx has no meaning here; did you mean page.tsx?",
        "Rename it, or begin its name with an underscore (_Page.tsx) if it is a file of your own.",
      ],
      [
        "error rest-not-last routes/[...p]/q; the rest parameter: routes/[...p]",
        '"q" is below a rest parameter, which takes the whole remaining path',
        "Move the folder beside the rest parameter's folder: a word comes before it.",
      ],
      [
        "error unknown-converter routes/[id=itn]",
        'Django has no path converter "itn"; did you mean "int"?',
        "Known converters: uuid, int, slug, str, year. Register your own with register_converter() in an AppConfig's ready().",
      ],
      [
        "error route-conflict routes/[x]/page.tsx; answers the same URL: routes/[y]/page.tsx",
        "2 routes answer /<x>, for example /x/",
        "Keep one of them, or give one a converter: [x=int]. Parameter names make no difference.",
      ],
    ],
  ],
];

test.each(trees)("%s", (_, files, diagnostics) => {
  expect(tableOf(files).diagnostics.map(listParts)).toEqual(diagnostics);
});

function listParts({ severity, code, at, related = [], message, hint }: Diagnostic): string[] {
  const notes = related.map((note) => `; ${note.message}: ${note.at.file}`);
  return [`${severity} ${code} ${at?.file}${notes.join("")}`, message, hint ?? ""];
}
