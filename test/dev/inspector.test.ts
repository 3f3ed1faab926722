import { existsSync, readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { createInspector, type Inspector } from "../../src/dev/inspector.js";
import { ProjectError } from "../../src/diagnostics/diagnostic.js";
import { findBasePython } from "../../src/inspect/interpreter.js";
import { isRunning } from "../../src/process/isRunning.js";
import { makeFolder } from "../build/folder.js";

/** Reports the text of each handler as its only key, as `djk_inspect` reports what it finds in one. */
const program = `import json, os, pathlib, sys

def handler(file):
    text = pathlib.Path(file).read_text()
    data = {"kind": "object", "fields": [{"name": text, "type": {"kind": "any"}, "required": True}]}
    get = {"doc": "", "query": [], "body": None, "data": data, "inferred": True}
    return {"route": "/", "kind": "page", "file": file, "module": file, "functions": {"get": get}}

def report(files, problems):
    at = [{"code": "handler-import", "severity": "error", "message": p, "at": {"file": p}} for p in problems]
    return {"converters": [], "handlers": [handler(f) for f in files], "types": {}, "diagnostics": at}

def say(kind, **more):
    print(json.dumps({"kind": kind, **more}), flush=True)

with open("starts", "a") as starts:
    starts.write(f"{os.getpid()} {'--watch' in sys.argv}\\n")
BODY
`;

const watching = `
print("models loaded", end="")
if "--watch" not in sys.argv:
    print()
    print(json.dumps(report(["a.py", "b.py"], ["b.py", "urls.py"])))
    sys.exit()
say("whole", **report(["a.py", "b.py"], ["b.py", "urls.py"]))
for line in sys.stdin:
    changed = json.loads(line)["changed"]
    HOOK
    say("partial", **report(changed, []))
`;

let site = "";
let inspector: Inspector;

async function inspect(hook = "pass", body = watching, path?: string): Promise<void> {
  const manage = program.replace("BODY", body.replace("HOOK", hook));
  site = await makeFolder({ "manage.py": manage, "a.py": "one", "b.py": "two" });
  const interpreter = path
    ? { path }
    : await findBasePython({ python: process.env.DJK_TEST_BASE_PYTHON ?? "python3" });
  inspector = createInspector({
    site,
    interpreter,
    listArguments: () => ["--strict"],
    answerMs: 1000,
    startMs: 3000,
  });
}

afterEach(async () => {
  await inspector.end();
  await rm(site, { recursive: true });
});

/** What is known of the two handlers, and the problems' places. */
async function known(asked = inspector.inspect()) {
  const found = await asked;
  const keys = found?.handlers.map(({ functions }) => {
    const data = functions?.get?.data;
    return data?.kind === "object" ? data.fields[0]?.name : null;
  });
  return { keys, problems: found?.diagnostics.map(({ at }) => at?.file) };
}

function listStarts(): string[] {
  return readFileSync(join(site, "starts"), "utf8").trim().split("\n");
}

async function change(file: string, text: string): Promise<void> {
  await writeFile(join(site, file), text);
  inspector.note(file);
}

test("a changed handler is read in the process that runs, and nothing else is forgotten", async () => {
  await inspect();
  expect(await known()).toEqual({ keys: ["one", "two"], problems: ["b.py", "urls.py"] });
  await change("a.py", "three");
  expect(await known(inspector.inspectWarm())).toEqual({
    keys: ["three", "two"],
    problems: ["b.py", "urls.py"],
  });
  await change("b.py", "four");
  expect(await known()).toEqual({ keys: ["three", "four"], problems: ["urls.py"] });
  expect(listStarts()).toHaveLength(1);
});

test("another module needs another process", async () => {
  await inspect();
  await known();
  await change("a.py", "three");
  inspector.note("shop/models.py");
  expect(await inspector.inspectWarm()).toBeNull();
  expect((await known()).keys).toEqual(["three", "two"]);
  expect(listStarts()).toHaveLength(2);
});

test("a storm of changes is read together", async () => {
  await inspect();
  await known();
  for (let i = 0; i < 50; i++) await change(i % 2 ? "a.py" : "b.py", `text ${i}`);
  const [first, ...others] = await Promise.all([known(), known(), known(inspector.inspectWarm())]);
  expect(first?.keys).toEqual(["text 49", "text 48"]);
  expect(others).toEqual([first, first]);
  expect(listStarts()).toHaveLength(1);
});

test.each([
  ["dies", "sys.exit(3)"],
  ["is killed", "os.kill(os.getpid(), 9)"],
  ["hangs", "import time; time.sleep(60)"],
  ["talks nonsense", "print('no', 'json', flush=True); print('{\"kind\": \"par', flush=True); continue"],
  ["asks to start anew", 'say("restart"); continue'],
])("one that %s is followed by another", async (_, hook) => {
  await inspect(`if not os.path.exists("once"): open("once", "w"); ${hook}`);
  await known();
  await change("a.py", "three");
  expect(await inspector.inspectWarm()).toBeNull();
  expect((await known()).keys).toEqual(["three", "two"]);
  await change("a.py", "four");
  expect((await known(inspector.inspectWarm())).keys).toEqual(["four", "two"]);
  expect(listStarts()).toHaveLength(2);
});

test("one that died while nothing happened is followed by another", async () => {
  await inspect();
  await known();
  process.kill(Number(listStarts()[0]?.split(" ")[0]), "SIGKILL");
  await expect.poll(() => inspector.isWarm()).toBe(false);
  await change("a.py", "three");
  expect((await known()).keys).toEqual(["three", "two"]);
});

test("where none stays a run that ends answers", async () => {
  await inspect("pass", `if "--watch" in sys.argv: sys.exit()\n${watching}`);
  expect((await known()).keys).toEqual(["one", "two"]);
  expect(listStarts()).toEqual([expect.stringContaining("True"), expect.stringContaining("False")]);
  expect(inspector.isWarm()).toBe(false);
});

test("where none answers in time a run that ends does", async () => {
  await inspect("pass", `if "--watch" in sys.argv: import time; time.sleep(60)\n${watching}`);
  expect((await known()).keys).toEqual(["one", "two"]);
  expect(isRunning(Number(listStarts()[0]?.split(" ")[0]))).toBe(false);
});

test("what keeps Django from starting is told", async () => {
  await inspect("pass", 'raise NameError("settings are broken")');
  await expect(inspector.inspect()).rejects.toThrow(/settings are broken/);
});

test("a Python that is gone is no crash of djk's", async () => {
  await inspect("pass", watching, "/gone/python");
  const error = await inspector.inspect().catch((thrown: unknown) => thrown);
  expect(error instanceof ProjectError || (error as NodeJS.ErrnoException).code === "ENOENT").toBe(true);
});

test("the end leaves no process, whatever it does at that moment", async () => {
  await inspect("import time; time.sleep(60)");
  await known();
  await change("a.py", "three");
  const asked = inspector.inspect();
  const starting = asked.catch(() => null);
  await inspector.end();
  expect(await starting).toBeNull();
  expect(await inspector.inspect()).toBeNull();
  for (const start of listStarts()) expect(isRunning(Number(start.split(" ")[0]))).toBe(false);
  expect(existsSync(join(site, "starts"))).toBe(true);
});
