import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Diagnostic, ProjectError } from "../../src/diagnostics/diagnostic.js";
import { createSite, formatCreated, type NewSiteOptions } from "../../src/scaffold/newSite.js";
import { runStep } from "../../src/scaffold/runStep.js";

let parent: string;
let lines: string[];

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "djk-new-"));
  lines = [];
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

/** Git as on a machine that was never told a name, and registries that nobody can reach. */
const lonely = {
  ...process.env,
  HOME: "/nonexistent",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  npm_config_registry: "http://127.0.0.1:1",
  npm_config_fetch_retries: "0",
  PIP_CONFIG_FILE: "/dev/null",
  PIP_INDEX_URL: "http://127.0.0.1:1",
  PIP_RETRIES: "1",
  PIP_TIMEOUT: "2",
};

const named = {
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "a@b.c",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "a@b.c",
};

function create(options: Partial<NewSiteOptions> = {}) {
  return createSite({
    name: "mysite",
    parent,
    install: false,
    djk: "^0.1.0",
    env: { ...lonely, npm_config_cache: join(parent, "npm-cache") },
    report: (line) => lines.push(line),
    generate: () => expect.fail("nothing is installed, so nothing can be generated"),
    ...options,
  });
}

async function problemOf(run: Promise<unknown>): Promise<Diagnostic> {
  const error = await run.then(
    () => expect.fail("it worked"),
    (error: unknown) => error,
  );
  if (!(error instanceof ProjectError)) throw error;
  expect(error.diagnostics).toHaveLength(1);
  return error.diagnostics[0] as Diagnostic;
}

describe("createSite", () => {
  it("writes a site and makes the first commit of it", async () => {
    const site = await create({ env: { ...lonely, ...named } });
    expect(site).toBe(join(parent, "mysite"));
    expect(statSync(join(site, "manage.py")).mode & 0o111).not.toBe(0);
    const log = execFileSync("git", ["log", "--format=%an: %s"], { cwd: site, encoding: "utf8" });
    expect(log).toBe("Ada: Start with what djk new makes\n");
    expect(execFileSync("git", ["status", "--porcelain"], { cwd: site, encoding: "utf8" })).toBe("");
    expect(lines).toEqual(["Writing mysite/ …", "Making the first commit …"]);
  });

  it("stages the files where git does not know who commits", async () => {
    const site = await create();
    expect(execFileSync("git", ["status", "--porcelain"], { cwd: site, encoding: "utf8" })).toContain(
      "A  djk.toml",
    );
    expect(lines.at(-1)).toContain("git does not know who you are");
  });

  it("makes no repository inside another", async () => {
    execFileSync("git", ["init", "--quiet"], { cwd: parent });
    expect(existsSync(join(await create(), ".git"))).toBe(false);
  });

  it("uses an empty folder of that name, and refuses one that holds something", async () => {
    mkdirSync(join(parent, "mysite"));
    await create();
    const problem = await problemOf(create());
    expect(problem.code).toBe("site-exists");
    expect(problem.message).toBe(
      "there is a mysite here already: it holds .git, .gitignore, .vscode and more",
    );
    expect(problem.hint).toBe(
      "it is a djk site; to go on with it: cd mysite && npm install && npx djk setup",
    );
    mkdirSync(join(parent, "taken/by"), { recursive: true });
    expect((await problemOf(create({ name: "taken" }))).hint).toBe("choose another name");
    writeFileSync(join(parent, "shop"), "");
    expect((await problemOf(create({ name: "shop" }))).message).toContain("it is a file");
  });

  it("writes nothing for a name that will not do, or without a Python", async () => {
    expect((await problemOf(create({ name: "my-site" }))).code).toBe("site-name-invalid");
    const withoutPython = create({ install: true, env: { ...lonely, PATH: "/nonexistent" } });
    expect((await problemOf(withoutPython)).code).toBe("python-missing");
    expect((await problemOf(create({ install: true, python: "/no/python" }))).code).toBe("python-missing");
    expect(readdirSync(parent)).toEqual([]);
  });

  it("without a network: says which command failed and how to go on, and leaves the files", {
    timeout: 60_000,
  }, async () => {
    const problem = await problemOf(create({ install: true }));
    expect(problem.code).toBe("network-unavailable");
    expect(problem.message).toMatch(
      /^`npm install --no-audit --no-fund` could not reach its package registry \(ECONNREFUSED\); its last lines:\n/,
    );
    expect(problem.hint).toBe(
      "what is there can stay; when the network is back: cd mysite && npm install && npx djk setup",
    );
    expect(readFileSync(join(parent, "mysite/djk.toml"), "utf8")).toContain('package = "mysite"');
    expect(existsSync(join(parent, "mysite/.venv"))).toBe(false);
  });
});

describe("runStep", () => {
  const step = { title: "Installing", cwd: tmpdir(), env: lonely, timeout: 60_000, goOn: ["npx djk setup"] };
  const report = () => {};

  it("knows pip's failure for want of a network", { timeout: 60_000 }, async () => {
    const venv = join(parent, ".venv");
    execFileSync(process.env.DJK_TEST_BASE_PYTHON ?? "python3", ["-m", "venv", venv]);
    const args = ["-m", "pip", "install", "--disable-pip-version-check", "django>=5.2"];
    const pip = { ...step, command: join(venv, "bin/python"), args, cwd: parent };
    const problem = await problemOf(runStep(pip, report));
    expect(problem.code).toBe("network-unavailable");
    expect(problem.message).toContain(
      '`.venv/bin/python -m pip install --disable-pip-version-check "django>=5.2"` could not reach',
    );
  });

  it("tells a failure of another kind, with its last lines only", async () => {
    const args = ["-c", "seq 1 20; echo broken >&2; exit 3"];
    const problem = await problemOf(runStep({ ...step, command: "sh", args }, report));
    expect(problem.code).toBe("install-failed");
    expect(problem.message).toContain("\n    20\n");
    expect(problem.message).toContain("\n    broken");
    expect(problem.message).not.toContain("\n    12\n");
    expect(problem.hint).toBe("what is there can stay; when that is repaired: npx djk setup");
  });

  it("gives up after its time, and says so for a program that is not there", async () => {
    const late = await problemOf(runStep({ ...step, command: "sleep", args: ["20"], timeout: 300 }, report));
    expect(late.message).toContain("ended after 0.3 seconds without a result");
    const absent = await problemOf(runStep({ ...step, command: "no-such-npm", args: [] }, report));
    expect(absent.message).toContain("`no-such-npm` cannot be started");
  });
});

it.each([true, false])("formatCreated names three commands to go on with (installed: %s)", (installed) => {
  const commands = formatCreated("shop", "../shop", installed)
    .split("\n")
    .filter((line) => line.startsWith("  "));
  expect(commands).toHaveLength(3);
  expect(commands[0]).toBe("  cd ../shop");
  expect(formatCreated("shop", "", installed)).not.toContain("cd");
});
