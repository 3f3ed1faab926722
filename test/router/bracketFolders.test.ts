import { execFileSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyRoutes } from "../../src/build/copyTree.js";
import { generatePackageFile } from "../../src/codegen/django/packageFile.js";
import { buildModuleNames } from "../../src/project/moduleNames.js";
import { buildTree } from "../../src/router/tree.js";
import { makeFolder, writeFolder } from "../build/folder.js";

const page = `import pickle
from dataclasses import dataclass

from ..._shared.label import LABEL
from ..words import WORD
from . import _own


@dataclass
class Thing:
    name: str


def get(request, **params):
    thing = pickle.loads(pickle.dumps(Thing(LABEL + WORD + _own.NAME)))
    return {"name": thing.name}


def fail():
    raise ValueError
`;

const folders = ["v1.0/(shop)/[id=int]", "class/[[lang]]/[...rest]", "é x/[x+5f]a/[name]"];
const modules = [
  "routes.w_v1_2e_0.g_shop.p_id__int.page",
  "routes.w_class.p_lang__opt.r_rest.page",
  "routes.w__e9__20_x.w__5f_a.p_name.page",
];

const files = Object.fromEntries(
  folders.flatMap((folder) => {
    const [top = "", middle = ""] = folder.split("/");
    return [
      [`routes/${folder}/page.py`, page],
      [`routes/${folder}/page.tsx`, ""],
      [`routes/${folder}/_own.py`, 'NAME = "own"\n'],
      [`routes/${top}/${middle}/words.py`, 'WORD = "word "\n'],
      [`routes/${top}/_shared/label.py`, 'LABEL = "label "\n'],
    ];
  }),
);

/** Prints what a debugger, pickle and Django's autoreloader see of each module. */
const look = `
import importlib, inspect, json, sys, traceback

def describe(name):
    module = importlib.import_module(name)
    try:
        module.fail()
    except ValueError as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
    same = [n for n, m in sys.modules.items() if getattr(m, "__file__", None) == module.__file__]
    parents = [name.rsplit(".", n)[0] for n in range(1, name.count(".") + 1)]
    return {
        "data": module.get(None),
        "names": same,
        "class": module.Thing.__module__,
        "source": inspect.getsource(module.fail),
        "frame": [frame.filename == module.__file__, frame.line],
        "parents": all(parent in sys.modules for parent in parents),
        "file": module.__file__,
    }

import djk_site
json.dump([describe(name) for name in sys.argv[1:]], sys.stdout)
`;

let site: string;
let built: string;
const names = buildModuleNames(
  buildTree(Object.keys(files).filter((path) => path.endsWith("/page.tsx"))).root,
);

beforeAll(async () => {
  site = await makeFolder({
    ...files,
    ".djk/django/djk_site/__init__.py": generatePackageFile(names, "dev"),
  });
  built = await makeFolder({ "djk_site/__init__.py": generatePackageFile(names, "build") });
  await copyRoutes(site, built, names);
});

afterAll(() => Promise.all([site, built].map((folder) => rm(folder, { recursive: true }))));

function runPython(folder: string, code: string, args: readonly string[] = []): string {
  const path = [folder, join(folder, ".djk/django"), join(import.meta.dirname, "../../python/src")];
  return execFileSync(process.env.DJK_TEST_PYTHON ?? "", ["-B", "-c", code, ...args], {
    cwd: folder,
    env: { ...process.env, PYTHONPATH: path.join(delimiter) },
    encoding: "utf8",
  });
}

function inspect(folder: string): { file: string }[] {
  return JSON.parse(runPython(folder, look, modules));
}

const seen = modules.map((name) => ({
  data: { name: "label word own" },
  names: [name],
  class: name,
  source: "def fail():\n    raise ValueError\n",
  frame: [true, "raise ValueError"],
  parents: true,
}));

test("in development a handler is one module, at its own file", () => {
  const due = seen.map((module, index) => ({
    ...module,
    file: join(site, "routes", folders[index]!, "page.py"),
  }));
  expect(inspect(site)).toEqual(due);
});

test("in a build it is the same module", () => {
  const due = seen.map((module, index) => ({
    ...module,
    file: join(built, `${modules[index]!.replaceAll(".", "/")}.py`),
  }));
  expect(inspect(built)).toEqual(due);
});

test("a folder's own __init__.py runs in both", async () => {
  const code = "from . import page\n\nMARK = page.Thing('mark').name\n";
  await writeFolder(site, { [`routes/${folders[0]}/__init__.py`]: code });
  await copyRoutes(site, built, names);
  const parent = modules[0]!.replace(/\.page$/, "");
  const print = `import djk_site, ${parent} as found; print(found.MARK, found.__name__)`;
  for (const folder of [site, built]) expect(runPython(folder, print).trim()).toBe(`mark ${parent}`);
});
