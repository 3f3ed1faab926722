import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runManage } from "../../src/inspect/manage.js";
import { Interrupted, runCaptured } from "../../src/process/runCaptured.js";

const python = { path: process.env.DJK_TEST_PYTHON ?? "" };
let site: string;

beforeEach(() => {
  site = mkdtempSync(join(tmpdir(), "djk-manage-"));
  mkdirSync(join(site, ".djk/django/djk_site"), { recursive: true });
  writeFileSync(join(site, ".djk/django/djk_site/__init__.py"), "");
  writeFileSync(join(site, ".djk/django/djk_site/settings.py"), 'SECRET_KEY = "x"\nINSTALLED_APPS = []\n');
});
afterEach(() => rmSync(site, { recursive: true, force: true }));

describe("runManage", () => {
  it("runs a Django command in the site, also with a manage.py that djk did not write", async () => {
    writeFileSync(
      join(site, "manage.py"),
      `import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "djk_site.settings")
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
`,
    );
    const result = await runManage(site, python, ["diffsettings"]);
    expect(result.stderr).toBe("");
    expect(result.code).toBe(0);
    expect(result.stdout).toContain("SECRET_KEY = 'x'");
    const failed = await runManage(site, python, ["nonsense"]);
    expect(failed.code).not.toBe(0);
    expect(failed.stderr).toContain("Unknown command: 'nonsense'");
  });

  it("hands over input and environment, and closes standard input otherwise", async () => {
    writeFileSync(
      join(site, "manage.py"),
      'import os, sys\nprint(sys.argv[1:], repr(sys.stdin.read()), os.environ.get("EXTRA"), os.getcwd())\n',
    );
    const given = await runManage(site, python, ["a"], {
      input: "zwölf",
      env: { ...process.env, EXTRA: "yes" },
    });
    expect(given.stdout).toBe(`['a'] 'zwölf' yes ${site}\n`);
    expect((await runManage(site, python, [])).stdout).toContain("[] '' None");
  });

  it("ends what takes longer than its limit", async () => {
    writeFileSync(join(site, "manage.py"), 'import time\nprint("begun", flush=True)\ntime.sleep(30)\n');
    const result = await runManage(site, python, [], { timeout: 1000 });
    expect(result).toMatchObject({ timedOut: true, code: 1, stdout: "begun\n" });
  });
});

it("runCaptured ends the child and its children on a signal, and says which", async () => {
  const pidFile = join(site, "pid");
  const run = runCaptured("/bin/sh", ["-c", `sleep 30 & echo $! > ${pidFile}; echo begun; wait`], {
    onOutput: () => process.emit("SIGTERM", "SIGTERM"),
  });
  await expect(run).rejects.toThrow(Interrupted);
  const { stdout } = await runCaptured("/bin/sh", [
    "-c",
    `ps -o stat= -p $(cat ${pidFile}) | grep -v Z || true`,
  ]);
  expect(stdout).toBe("");
});
