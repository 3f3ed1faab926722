// npm test: sets up what is missing, then runs everything; `npm test -- --fast` the part that takes under a minute,
// `npm test -- --long` everything with far more random cases.
import { spawnSync } from "node:child_process";
import { findChromium, findPython, installPackages, preparePython, root } from "./setup.js";

const fast = process.argv.includes("--fast");
const long = process.argv.includes("--long");
const tools = [
  "ruff==0.17.5",
  "mypy==2.4.1",
  "django-stubs==6.1.2",
  "pytest==9.2.0",
  "pytest-django==4.14.0",
  "jsonschema==4.26.0",
  "orjson==3.13.0",
  "attrs==26.1.0",
  "pydantic==2.14.3",
  "msgspec==0.22.0",
];
const servers = ["gunicorn==27.0.1", "uvicorn==0.54.0", "whitenoise==6.12.0"];

installPackages();
const basePython = findPython();
const python = preparePython("python-django5", basePython, [
  "Django>=5.2,<6",
  "django-csp==4.0",
  ...tools,
  ...servers,
]);
const newest = findNewestPython();
const other =
  fast || newest === null
    ? null
    : preparePython("python-django6", newest, ["Django>=6,<7", ...tools, ...servers]);
const chromium = fast ? null : findChromium();
if (!fast && chromium === null) process.exit(1);

const environment = {
  ...process.env,
  DJK_TEST_PYTHON: python,
  DJK_TEST_BASE_PYTHON: basePython,
  ...(long ? { DJK_TEST_LONG: "1" } : {}),
  ...(chromium ? { CHROMIUM: chromium } : {}),
};
/** Tests that start a Python for each case. */
const slowInPython = [
  "test_inspection",
  "test_inspected_types",
  "test_rereading",
  "test_shadowing",
  "test_startup",
];
const bin = (name) => `${root}node_modules/.bin/${name}`;
// Other versions of TypeScript lie beside it, for tests of generated types: each of them is called tsc.
const compiler = `${root}node_modules/typescript/bin/tsc`;
const inPython = { cwd: `${root}python`, env: { ...environment, PYTHONPATH: `${root}python/src` } };

const steps = [
  ["types", compiler, ["-p", root, "--noEmit"]],
  ["test types", compiler, ["-p", `${root}test`, "--noEmit"]],
  ["lint", bin("biome"), ["check", root]],
  ["docs", process.execPath, [`${root}scripts/docs.js`, "--check"]],
  ["unit tests", bin("vitest"), ["run", "--project", "unit"]],
  ["python lint", python, ["-m", "ruff", "check", "."], inPython],
  ["python format", python, ["-m", "ruff", "format", "--check", "."], inPython],
  ["python types", python, ["-m", "mypy"], inPython],
  [
    "python tests",
    python,
    ["-m", "pytest", "-q", ...(fast ? slowInPython.map((name) => `--ignore=tests/${name}.py`) : [])],
    inPython,
  ],
  ...(other ? [["python tests, newest Python and Django", other, ["-m", "pytest", "-q"], inPython]] : []),
  ...(fast
    ? []
    : [
        ["slow unit tests", bin("vitest"), ["run", "--project", "slow"]],
        ["browser and end to end", bin("vitest"), ["run", "--project", "browser", "--project", "e2e"]],
      ]),
];

const failed = steps.filter(([name, command, args, options]) => {
  console.log(`\n── ${name}`);
  return spawnSync(command, args, { stdio: "inherit", cwd: root, env: environment, ...options }).status !== 0;
});
for (const [name] of failed) console.log(`failed: ${name}`);
console.log(`\nchecks: ${steps.length - failed.length} passed, ${failed.length} failed`);
process.exit(failed.length === 0 ? 0 : 1);

/** A Python of 3.12 or later, which Django 6 needs; null where the machine has none. */
function findNewestPython() {
  const names = [
    "python3.14",
    "python3.13",
    "python3.12",
    `${process.env.HOME}/.pyenv/versions/3.13.0/bin/python`,
  ];
  const isNew = (name) =>
    spawnSync(name, ["-c", "import sys, venv; sys.exit(sys.version_info < (3, 12))"]).status === 0;
  const found = names.find(isNew);
  if (!found) console.error("No Python 3.12 or later here: the tests with Django 6 are left out.");
  return found ?? null;
}
