import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ProjectError } from "../../src/diagnostics/diagnostic.js";
import { findExecutable } from "../../src/inspect/findExecutable.js";
import { setupSite } from "../../src/scaffold/setupSite.js";

const base = process.env.DJK_TEST_BASE_PYTHON ?? "python3";

let folder: string;
let site: string;
let lines: string[] = [];

/** The real npm, pip and venv, on packages that need no registry: a djk of two files that carries its wheel. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "djk-setup-"));
  site = join(folder, "mysite");
  const djk = join(folder, "djk");
  mkdirSync(join(djk, "wheels"), { recursive: true });
  mkdirSync(site);
  writeFileSync(join(djk, "package.json"), '{"name": "djk", "version": "0.1.0"}');
  execFileSync(base, ["-c", writeWheel, join(djk, "wheels/djk-0.1.0-py3-none-any.whl")]);
  execFileSync("npm", ["pack", "--pack-destination", folder], { cwd: djk, stdio: "ignore" });
  writeSite("package.json", JSON.stringify({ dependencies: { djk: `file:${folder}/djk-0.1.0.tgz` } }));
  writeSite(
    "pyproject.toml",
    `[project]\nname = "mysite"\ndependencies = ["extra @ file://${folder}/extra-1.0-py3-none-any.whl"]\n`,
  );
  execFileSync(base, ["-c", writeWheel, join(folder, "extra-1.0-py3-none-any.whl")]);
  writeSite(
    "manage.py",
    'import sys, djk, extra\nopen("migrated", "a").write(" ".join(sys.argv[1:]) + "\\n")\n',
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes the smallest wheel of the name and version in its file name. */
const writeWheel = `
import sys, zipfile, pathlib
path = pathlib.Path(sys.argv[1])
name, version = path.name.split("-")[:2]
info = f"{name}-{version}.dist-info"
files = {
    f"{name}/__init__.py": "",
    f"{info}/METADATA": f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n",
    f"{info}/WHEEL": "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
}
with zipfile.ZipFile(path, "w") as wheel:
    for file, text in files.items():
        wheel.writestr(file, text)
    wheel.writestr(f"{info}/RECORD", "".join(f"{file},,\\n" for file in [*files, f"{info}/RECORD"]))
`;

function writeSite(path: string, content: string): void {
  writeFileSync(join(site, path), content);
}

function setup() {
  lines = [];
  return setupSite({
    site,
    python: base,
    env: { ...process.env, npm_config_registry: "http://127.0.0.1:1", PIP_NO_INDEX: "1" },
    report: (line) => lines.push(line),
    generate: async (path, interpreter) => {
      lines.push(`generate ${path} with ${interpreter.path}`);
    },
  });
}

async function problemOf(run: Promise<unknown>) {
  const error = await run.then(
    () => expect.fail("it worked"),
    (error: unknown) => error,
  );
  if (!(error instanceof ProjectError)) throw error;
  return error.diagnostics[0];
}

describe("setupSite", { timeout: 120_000 }, () => {
  it("installs both halves of djk and the site's own packages, generates, migrates", async () => {
    const interpreter = await setup();
    expect(interpreter).toMatchObject({
      path: join(site, ".venv/bin/python"),
      source: ".venv",
      djk: "0.1.0",
    });
    expect(lines).toEqual([
      "Installing the npm packages …",
      "Making a virtual environment in .venv …",
      "Installing Django and the Python packages …",
      "Generating .djk/ …",
      `generate ${site} with ${interpreter.path}`,
      "Applying the migrations …",
    ]);
    expect(readFileSync(join(site, "migrated"), "utf8")).toBe("migrate --noinput\n");
  });

  it("can be repeated: the virtual environment stays", async () => {
    const before = statSync(join(site, ".venv/pyvenv.cfg")).mtimeMs;
    await setup();
    expect(lines).not.toContain("Making a virtual environment in .venv …");
    expect(statSync(join(site, ".venv/pyvenv.cfg")).mtimeMs).toBe(before);
  });

  it("completes a virtual environment whose making was interrupted before pip; uv needs none", async () => {
    const find = ["-c", "import site; print(site.getsitepackages()[0])"];
    const packages = execFileSync(join(site, ".venv/bin/python"), find, { encoding: "utf8" }).trim();
    for (const name of readdirSync(packages).filter((name) => name.startsWith("pip")))
      rmSync(join(packages, name), { recursive: true });
    expect((await setup()).djk).toBe("0.1.0");
    const made = lines.includes("Making a virtual environment in .venv …");
    expect(made).toBe(findExecutable("uv") === null);
  });

  it("says where pyproject.toml cannot be read", async () => {
    const pyproject = readFileSync(join(site, "pyproject.toml"), "utf8");
    writeSite("pyproject.toml", "[project\n");
    expect(await problemOf(setup())).toMatchObject({
      code: "build-requirement",
      at: { file: "pyproject.toml" },
    });
    writeSite("pyproject.toml", pyproject);
  });

  it("says what Django said when the migrations fail", async () => {
    const manage = readFileSync(join(site, "manage.py"), "utf8");
    writeSite("manage.py", 'raise SystemExit("no such table: oops")\n');
    const problem = await problemOf(setup());
    expect(problem?.code).toBe("django-failed");
    expect(problem?.message).toContain("no such table: oops");
    expect(lines.at(-1)).toMatch(/^All but the migrations is done\..*npx djk setup$/);
    writeSite("manage.py", manage);
  });

  it("says that djk came without its wheel", async () => {
    rmSync(join(site, "node_modules/djk/wheels"), { recursive: true });
    const problem = await problemOf(setup());
    expect(problem?.code).toBe("install-failed");
    expect(problem?.message).toContain("does not carry the wheel");
  });
});
