import { execFileSync } from "node:child_process";
import promises, { cp, mkdir, open, rename, rm, symlink, writeFile } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { dirname, join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { describeChange, type SiteChange, watchSite } from "../../src/dev/watchSite.js";
import type { TreeEvent, TreeWatcher } from "../../src/dev/watchTree.js";
import { makeFolder } from "../build/folder.js";

test.each<[TreeEvent["kind"], string, string]>([
  ["add", "routes/new/page.tsx", "project types"],
  ["unlinkDir", "routes/old", "project"],
  ["change", "djk.toml", "project retry"],
  ["change", "routes/page.py", "python"],
  ["change", ".env", "python retry"],
  ["change", "pyproject.toml", "retry"],
  ["change", "mysite/debug.log", ""],
  ["add", "routes/page.py", "project python"],
  ["change", "routes/page.html", "project python"],
  ["change", "routes/page.tsx", "component module types"],
  ["change", "routes/site.css", "module"],
  ["addDir", "routes/empty", ""],
  ["unlink", ".djk/django/djk_site/urls.py", "generated"],
  ["change", ".djk/django/djk_site/urls.py", "generated"],
  ["unlink", ".djk/django/djk_site/urls.py.123.tmp", ""],
  ["unlinkDir", ".djk/types/routes/(app)/deep", "generated"],
  ["change", ".djk/types/register.ts", ""],
  ["unlink", ".djk/dev", "generated"],
  ["add", ".djk/migrated", "python"],
  ["change", ".djk/migrated", "python"],
  ["unlink", ".djk/migrated", ""],
  ["add", ".venv/lib/python3.12/site-packages/some-1.dist-info/RECORD", "installed"],
  ["unlinkDir", ".venv/lib", ""],
  ["add", "components/Chart.tsx", "types"],
  ["change", "package-lock.json", "module types"],
])("%s of %s concerns: %s", (kind, path, concerned) => {
  expect(describeConcern(describeChange({ kind, path }))).toBe(concerned);
});

function describeConcern({ path: _, ...concerned }: SiteChange): string {
  return Object.entries(concerned)
    .flatMap(([name, is]) => (is ? [name] : []))
    .join(" ");
}

describe("a site that changes", () => {
  let outer: string;
  let site: string;
  let watcher: TreeWatcher;
  let changes: string[];
  const readFolder = promises.readdir;

  beforeEach(async () => {
    outer = await makeFolder({
      "site/djk.toml": "",
      "site/routes/page.tsx": "1",
      "site/routes/old/page.tsx": "1",
      "site/routes/old/deep/page.tsx": "1",
      "site/mysite/models.py": "1",
      "other/page.tsx": "1",
      "other/deep/page.py": "1",
    });
    site = join(outer, "site");
    changes = [];
    watcher = await start();
  });
  afterEach(async () => {
    stopIntruding();
    await watcher.close();
    await rm(outer, { recursive: true });
  });

  function start(): Promise<TreeWatcher> {
    return watchSite(
      site,
      (change) => changes.push(`${change.path}: ${describeConcern(change)}`),
      (error) => changes.push(String(error)),
    );
  }

  /** Does something in the moments after a folder was read by chokidar, then by djk, before the reader goes on. */
  function intrude(folder: string, act: (reading: number) => Promise<void>): void {
    let readings = 0;
    const intruded = async (...args: Parameters<typeof promises.readdir>) => {
      const read = await readFolder(...args);
      if (readings < 2 && relative(site, String(args[0])) === folder) await act(++readings);
      return read;
    };
    Object.assign(promises, { readdir: intruded });
    syncBuiltinESMExports();
  }

  function stopIntruding(): void {
    Object.assign(promises, { readdir: readFolder });
    syncBuiltinESMExports();
  }

  async function write(path: string, text = "2"): Promise<void> {
    await mkdir(dirname(join(site, path)), { recursive: true });
    await writeFile(join(site, path), text);
  }

  async function seen(...expected: unknown[]): Promise<void> {
    await expect.poll(() => changes, { timeout: 5000 }).toEqual(expect.arrayContaining(expected));
  }

  test.each([
    ["routes/fresh", "page.tsx", "project types"],
    ["routes/a/b/c", "page.py", "project python"],
    ["mysite/fresh", "views.py", "python"],
  ])(
    "files and folders put into the new folder %s right after that was read are not lost",
    async (folder, name, concern) => {
      intrude(folder, async (reading) => {
        await mkdir(join(site, folder, `in${reading}`));
        await writeFile(join(site, folder, `${reading}${name}`), "");
      });
      await mkdir(join(site, folder), { recursive: true });
      await seen(`${folder}/1${name}: ${concern}`, `${folder}/2${name}: ${concern}`);
      for (const reading of [1, 2]) await write(`${folder}/in${reading}/late.py`);
      await seen(...[1, 2].map((reading) => expect.stringContaining(`${folder}/in${reading}/late.py`)));
    },
  );

  test.each([1, 10, 30, 60])(
    "the last of two changes %i ms apart is seen after it was made",
    async (pause) => {
      const path = join(site, "mysite/models.py");
      const handle = await open(path, "w");
      await new Promise((resolve) => setTimeout(resolve, pause));
      await handle.write("another");
      await handle.close();
      const after = changes.length;
      await expect.poll(() => changes.slice(after)).toContain("mysite/models.py: python");
    },
  );

  test("a folder that is replaced at once is watched as the one that it is now", async () => {
    await rm(join(site, "routes/old"), { recursive: true });
    await write("routes/old/deep/page.tsx");
    await seen("routes/old/page.tsx: project types", "routes/old/deep/page.tsx: component module types");
    await write("routes/old/deep/page.py");
    await seen("routes/old/deep/page.py: project python");
  });

  test("a folder whose place another one takes is watched with everything below", async () => {
    await cp(join(site, "routes/old"), join(outer, "copy"), { recursive: true });
    await rename(join(site, "routes/old"), join(outer, "gone"));
    await rename(join(outer, "copy"), join(site, "routes/old"));
    await new Promise((resolve) => setTimeout(resolve, 200));
    await write("routes/old/deep/page.tsx", "another");
    await seen("routes/old/deep/page.tsx: component module types");
  });

  test("folders come, go and change their names with everything in them", async () => {
    await rename(join(outer, "other"), join(site, "routes/moved"));
    await seen("routes/moved/page.tsx: project types", "routes/moved/deep/page.py: project python");
    await rename(join(site, "routes/moved"), join(site, "routes/named"));
    await seen("routes/moved/deep/page.py: project python", "routes/named/deep/page.py: project python");
    changes.length = 0;
    await write("routes/named/deep/page.py", "after");
    await seen("routes/named/deep/page.py: python");
    await rename(join(site, "routes/named"), join(outer, "other"));
    await seen("routes/named: project", "routes/named/deep/page.py: project python");
  });

  test("a folder made, removed and made again in one go is there", async () => {
    for (let round = 0; round < 5; round++) {
      await write("routes/again/page.tsx");
      await rm(join(site, "routes/again"), { recursive: true });
    }
    await new Promise((resolve) => setTimeout(resolve, 60));
    await write("routes/again/page.tsx");
    await seen("routes/again/page.tsx: project types");
  });

  test("every file of a branch that git checks out is seen, and what is written after it", async () => {
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=x", "-c", "user.email=x@x", ...args], {
        cwd: site,
        stdio: "pipe",
      });
    git("init", "-q", "-b", "one");
    git("add", ".");
    git("commit", "-qm", "one");
    git("checkout", "-qb", "two");
    await rm(join(site, "routes/old/page.tsx"));
    await rm(join(site, "routes/old/deep"), { recursive: true });
    for (const path of ["routes/old/deeper/page.tsx", "mysite/app/models.py"]) await write(path);
    git("add", "-A");
    git("commit", "-qm", "two");
    for (let round = 0; round < 5; round++) git("checkout", "-q", round % 2 === 0 ? "one" : "two");
    await new Promise((resolve) => setTimeout(resolve, 300));
    changes.length = 0;
    git("checkout", "-q", "two");
    await seen(
      "routes/old/deep: project",
      "routes/old/deeper/page.tsx: project types",
      "mysite/app/models.py: python",
    );
    changes.length = 0;
    await write("mysite/app/models.py", "three");
    await write("routes/old/deeper/page.tsx", "three");
    await seen("mysite/app/models.py: python", "routes/old/deeper/page.tsx: component module types");
  });

  test("many folders that are filled while they are made are seen, each file once", async () => {
    const paths = Array.from({ length: 60 }, (_, i) => `routes/r${i}/${"x/".repeat(i % 3)}page.tsx`);
    for (const path of paths) await write(path);
    await seen(...paths.map((path) => `${path}: project types`));
    expect(changes.filter((change) => change.endsWith(": project types"))).toHaveLength(paths.length);
  });

  test("a change of a linked file is seen where the link is, and a link to a folder above does no harm", async () => {
    await watcher.close();
    await symlink(join(outer, "other/page.tsx"), join(site, "routes/old/linked.py"));
    await symlink(outer, join(site, "mysite/loop"));
    watcher = await start();
    await writeFile(join(outer, "other/page.tsx"), "another");
    await seen("routes/old/linked.py: python");
    await write("mysite/models.py", "another");
    await seen("mysite/models.py: python");
  });

  test("in polling, too, new folders and changes of new files and linked files are seen", async () => {
    await watcher.close();
    process.env.CHOKIDAR_USEPOLLING = "1";
    try {
      await symlink(join(outer, "other/page.tsx"), join(site, "routes/old/linked.py"));
      watcher = await start();
      await write("routes/fresh/deep/page.py");
      await seen("routes/fresh/deep/page.py: project python");
      await write("routes/fresh/deep/page.py", "another");
      await writeFile(join(outer, "other/page.tsx"), "another");
      await seen("routes/fresh/deep/page.py: python", "routes/old/linked.py: python");
    } finally {
      delete process.env.CHOKIDAR_USEPOLLING;
    }
  });

  test("a package that is installed and a generated file that vanishes are seen", async () => {
    const record = ".venv/lib/python3.12/site-packages/some-1.dist-info/RECORD";
    await write(record);
    await write(".djk/django/djk_site/urls.py");
    await seen(`${record}: installed`);
    await rm(join(site, ".djk"), { recursive: true });
    await seen(".djk/django/djk_site/urls.py: generated");
    await rm(join(site, ".venv"), { recursive: true });
    changes.length = 0;
    await write(record);
    await seen(`${record}: installed`);
  });

  test("a site whose folder has the name of one that is not watched is watched", async () => {
    await watcher.close();
    await rename(site, join(outer, "media"));
    site = join(outer, "media");
    watcher = await start();
    await write("mysite/models.py", "another");
    await seen("mysite/models.py: python");
  });

  test("what is generated, installed or built is not watched", async () => {
    for (const folder of [".djk", "node_modules", ".venv", "mysite/__pycache__"])
      await write(`${folder}/x.py`);
    await write("mysite/models.py", "another");
    await seen("mysite/models.py: python");
    expect(new Set(changes)).toEqual(new Set(["mysite/models.py: python"]));
  });
});
