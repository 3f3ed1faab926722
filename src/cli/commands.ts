import type { CommandSpec } from "./command.js";

const python = ["--python <path>", "the Python interpreter to use"] as const;
const noTypes = ["--no-types", "do not check types"] as const;
const json = ["--json", "print one JSON document, diagnostics included"] as const;

/** Every command of djk. */
export const commands: readonly CommandSpec[] = [
  {
    usage: "new <name>",
    summary: "make a site that runs: folder, virtual environment, dependencies, git, first migration",
    options: [
      ["--yes", "ask nothing"],
      ["--no-install", "write the files only; `npx djk setup` does the rest"],
      ["--djk <spec>", "what to write for djk into package.json"],
      python,
    ],
    load: () => import("./commands/new.js"),
  },
  {
    usage: "setup",
    summary: "after cloning a site: virtual environment, dependencies, generated files, migration",
    options: [python],
    load: () => import("./commands/setup.js"),
  },
  {
    usage: "dev",
    summary: "everything for development behind one origin",
    options: [
      ["--port <number>", "port to listen on (default 8000, or the next free one)"],
      ["--host <address>", "address to listen on (default 127.0.0.1); 0.0.0.0 is every one"],
      ["--https", "serve HTTPS, with a certificate of its own or mkcert's"],
      ["--open", "open the browser"],
      noTypes,
      python,
    ],
    load: () => import("./commands/dev.js"),
  },
  {
    usage: "build",
    summary: "write the deployable Django project to dist/",
    options: [["--analyze", "show what is inside the browser's files, and which pages load them"], python],
    load: () => import("./commands/build.js"),
  },
  {
    usage: "start",
    summary: "run dist/ here, supervised",
    options: [
      ["--port <number>", "port to listen on (default 8000, or the next free one)"],
      ["--host <address>", "address to listen on (default 127.0.0.1)"],
      ["--workers <number>", "worker processes (default 2)"],
      ["--migrate", "apply migrations first"],
      ["--local", "a throw-away key, localhost hosts, no TLS redirect: to look at the build here"],
      python,
    ],
    load: () => import("./commands/start.js"),
  },
  {
    usage: "check",
    summary: "check routes, settings, handlers and types; of the site it writes only .djk/, without --fix",
    options: [
      ["--deploy", "also Django's deployment checks, on dist/"],
      ["--fix", "write what can be mended: the pick() that a model lacks"],
      noTypes,
      json,
      python,
    ],
    load: () => import("./commands/check.js"),
  },
  {
    usage: "routes",
    summary: "list the routes in matching order",
    options: [["--match <url>", "explain which route answers this URL"], json, python],
    load: () => import("./commands/routes.js"),
  },
  {
    usage: "generate",
    summary: "write .djk/, the generated Django package and client entry",
    options: [["--check", "write nothing; exit 1 where .djk/ is not up to date"], python],
    load: () => import("./commands/generate.js"),
  },
  {
    usage: "types",
    summary: "write .djk/types, what components know of Python's types",
    options: [["--check", "write no types; exit 1 where .djk/types is not up to date"], python],
    load: () => import("./commands/types.js"),
  },
  {
    usage: "manage [args...]",
    summary: "run manage.py with the right interpreter and settings",
    options: [],
    passThrough: true,
    load: () => import("./commands/manage.js"),
  },
  {
    usage: "info",
    summary: "versions and paths for a bug report, and what is wrong with this machine",
    options: [json, python],
    load: () => import("./commands/info.js"),
  },
];
