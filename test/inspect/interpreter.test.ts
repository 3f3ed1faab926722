import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Diagnostic, ProjectError } from "../../src/diagnostics/diagnostic.js";
import {
  findBasePython,
  findInterpreter,
  findVenvPython,
  type InterpreterOptions,
} from "../../src/inspect/interpreter.js";

const djangoPython = requireEnv("DJK_TEST_PYTHON");
const basePython = requireEnv("DJK_TEST_BASE_PYTHON");

let folder: string;
let site: string;
let bin: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "djk-interpreter-"));
  site = join(folder, "mysite");
  bin = join(folder, "bin");
  mkdirSync(site);
  mkdirSync(bin);
  symlinkSync("/bin/sh", join(bin, "sh"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("findInterpreter asks, in this order,", () => {
  it("--python, also by its name on PATH", async () => {
    writePython(join(bin, "mypython"), { django: "5.2" });
    writePython(join(site, ".venv/bin/python"), { django: "5.2" });
    const found = await find({ python: "mypython", env: { DJK_PYTHON: "/nowhere" } });
    expect(found.source).toBe("--python");
    expect(found.path).toBe(join(bin, "mypython"));
  });

  it("DJK_PYTHON", async () => {
    writePython(join(bin, "other"), { django: "5.2" });
    writePython(join(site, ".venv/bin/python"), { django: "5.2" });
    expect((await find({ env: { DJK_PYTHON: join(bin, "other") } })).source).toBe("DJK_PYTHON");
  });

  it("the site's .venv, before an activated environment", async () => {
    writePython(join(site, ".venv/bin/python"), { django: "5.2" });
    writePython(join(folder, "active/bin/python"), { django: "6.0" });
    expect((await find({ env: { VIRTUAL_ENV: join(folder, "active") } })).source).toBe(".venv");
  });

  it("VIRTUAL_ENV when it has Django", async () => {
    writePython(join(folder, "active/bin/python"), { django: "6.0" });
    writePython(join(bin, "python3"), { django: "5.2" });
    const env = { VIRTUAL_ENV: join(folder, "active") };
    expect(await find({ env })).toMatchObject({ source: "VIRTUAL_ENV", django: "6.0" });
    writePython(join(folder, "active/bin/python"), { django: null });
    expect((await find({ env })).source).toBe("python3 on PATH");
  });

  it("UV_PROJECT_ENVIRONMENT, relative to the site", async () => {
    writePython(join(site, "env/bin/python"), { django: "5.2" });
    expect((await find({ env: { UV_PROJECT_ENVIRONMENT: "env" } })).source).toBe("UV_PROJECT_ENVIRONMENT");
  });

  it("poetry, only in a site that uses it", async () => {
    writePython(join(folder, "poetry-env/bin/python"), { django: "5.2" });
    writeScript(join(bin, "poetry"), `[ "$*" = "env info --path" ] && echo ${join(folder, "poetry-env")}`);
    await expectProblem({}, "python-missing");
    writeFileSync(join(site, "pyproject.toml"), '[tool.poetry]\nname = "mysite"\n');
    expect((await find()).source).toBe("poetry");
  });

  it("PATH: the first that has Django, whatever is before it", async () => {
    writeScript(join(bin, "python3"), "echo 'pyenv: python3: command not found' >&2; exit 127");
    writePython(join(bin, "python3.13"), { django: null });
    writePython(join(bin, "python3.11"), { django: "5.2.1" });
    expect((await find()).source).toBe("python3.11 on PATH");
  });
});

describe("findInterpreter says what is wrong and which command repairs it:", () => {
  it("no Python, by what the system installs programs with", async () => {
    expect((await expectProblem({}, "python-missing")).hint).toContain("https://www.python.org/downloads/");
    writeScript(join(bin, "apt-get"), "exit 0");
    expect((await expectProblem({}, "python-missing")).hint).toBe(
      "run: sudo apt-get install python3 python3-venv",
    );
    writeScript(join(bin, "uv"), "exit 0");
    expect((await expectProblem({}, "python-missing")).hint).toBe("run: uv python install 3.13");
  });

  it("a named Python that is not there", async () => {
    const problem = await expectProblem({ python: "/no/python" }, "python-missing");
    expect(problem.message).toBe(
      "the Python of --python (/no/python) does not work: it cannot be started (ENOENT)",
    );
  });

  it("a .venv whose Python is gone, though another would do", async () => {
    mkdirSync(join(site, ".venv/bin"), { recursive: true });
    symlinkSync("/gone/python3", join(site, ".venv/bin/python"));
    writePython(join(bin, "python3"), { django: "5.2" });
    expect((await expectProblem({}, "python-missing")).hint).toBe("run: rm -r .venv && npx djk setup");
  });

  it("a Python that does not answer", async () => {
    writeScript(join(bin, "slow"), "exec /bin/sleep 20");
    const problem = await expectProblem({ python: "slow", timeout: 300 }, "python-missing");
    expect(problem.message).toContain("it did not answer within 0.3 seconds");
  });

  it("a real Python that is too old, or one that says so", async () => {
    const real = join(homedir(), ".pyenv/versions/3.8.18/bin/python");
    writePython(join(bin, "python3"), { version: "3.8.18", django: null });
    const python = existsSync(real) ? real : join(bin, "python3");
    const problem = await expectProblem({ python }, "python-too-old");
    expect(problem.message).toBe(`Python 3.8.18 (${python}, --python) is too old: djk needs 3.10 or newer`);
  });

  it("Django missing, and not the older Python beside it", async () => {
    writePython(join(bin, "python3"), { version: "3.9.1", django: "4.2" });
    writePython(join(bin, "python3.12"), { version: "3.12.1", django: null });
    const problem = await expectProblem({}, "django-missing");
    expect(problem.message).toContain("Python 3.12.1, python3.12 on PATH");
    expect(problem.hint).toBe("run: npx djk setup");
  });

  it("Django missing in the Python that was named", async () => {
    writePython(join(bin, "mypython"), { django: null });
    const problem = await expectProblem({ python: "mypython" }, "django-missing");
    expect(problem.hint).toBe(`run: ${join(bin, "mypython")} -m pip install "django>=5.2"`);
  });

  it("Django too old", async () => {
    writePython(join(site, ".venv/bin/python"), { django: "5.1.4" });
    const problem = await expectProblem({}, "django-too-old");
    expect(problem.message).toContain("Django 5.1.4 in .venv/bin/python");
    expect(problem.hint).toBe('run: .venv/bin/python -m pip install "django>=5.2"');
  });

  it("the two djk packages of different versions", async () => {
    writePython(join(site, ".venv/bin/python"), { django: "5.2", djk: "0.0.9" });
    const problem = await expectProblem({ runtimeVersion: "0.1.0" }, "runtime-version-mismatch");
    expect(problem.message).toContain("npm package djk is 0.1.0, but the Python package djk in .venv");
    writePython(join(site, ".venv/bin/python"), { django: "5.2", djk: null });
    await expectProblem({ runtimeVersion: "0.1.0" }, "runtime-missing");
    writePython(join(site, ".venv/bin/python"), { django: "5.2", djk: "0.1.0" });
    expect((await find({ runtimeVersion: "0.1.0" })).djk).toBe("0.1.0");
  });
});

describe("with real interpreters", () => {
  it("finds a real Django and its version", async () => {
    const found = await findInterpreter(site, { python: djangoPython });
    expect(found.django).toMatch(/^[56]\.\d/);
    expect(found.version).toMatch(/^3\.\d+\.\d+$/);
    expect(found.isVenv).toBe(true);
  });

  it("names the path inside a virtual environment, and that it has no Django", async () => {
    execFileSync(basePython, ["-m", "venv", "--without-pip", join(site, ".venv")]);
    const found = await findVenvPython(site);
    expect(found).toMatchObject({ path: join(site, ".venv/bin/python"), isVenv: true, django: null });
    await expectProblem({}, "django-missing");
  });

  it("findBasePython takes a Python without Django, and no too old one", async () => {
    writePython(join(bin, "python3"), { version: "3.9.2", django: "4.2" });
    await expectProblem({}, "python-too-old", findBasePython);
    symlinkSync(
      execFileSync(basePython, ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim(),
      join(bin, "python3.13"),
    );
    expect((await findBasePython({ env: { PATH: bin } })).source).toBe("python3.13 on PATH");
  });
});

function find(options: InterpreterOptions = {}) {
  return findInterpreter(site, { ...options, env: { PATH: bin, ...options.env } });
}

async function expectProblem(
  options: InterpreterOptions,
  code: Diagnostic["code"],
  search: (options: InterpreterOptions) => Promise<unknown> = find,
): Promise<Diagnostic> {
  const error = await search({ env: { PATH: bin }, ...options }).then(
    (found) => expect.fail(`found ${JSON.stringify(found)}`),
    (error: unknown) => error,
  );
  if (!(error instanceof ProjectError)) throw error;
  expect(error.diagnostics.map((problem) => problem.code)).toEqual([code]);
  return error.diagnostics[0] as Diagnostic;
}

/** A program that answers the question to an interpreter as one with these packages would. */
function writePython(
  path: string,
  facts: { version?: string; django: string | null; djk?: string | null },
): void {
  const answer = { path, version: "3.12.0", isVenv: path.includes("/.venv/"), djk: null, ...facts };
  writeScript(path, `echo '${JSON.stringify(answer)}'`);
}

function writeScript(path: string, body: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
}

function requireEnv(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`set ${name}, as npm test does`);
  return value;
}
