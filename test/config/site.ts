import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { generateManage } from "../../src/codegen/django/manage.js";
import { generateSettings } from "../../src/codegen/django/settings.js";
import { generateAsgi, generateWsgi } from "../../src/codegen/django/wsgi.js";
import { parseConfig } from "../../src/config/parseConfig.js";

const runtime = join(import.meta.dirname, "../../python/src");

const app = {
  "mysite/__init__.py": "",
  "mysite/models.py": `from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A user of this site."""
`,
  "mysite/urls.py": `from django.contrib import admin
from django.urls import path

urlpatterns = [path("admin/", admin.site.urls)]
`,
};

const emptyManifest = JSON.stringify({
  version: 1,
  build: "0",
  base: "client/",
  entry: "entry",
  table: "client/table.json",
  files: {},
});

/** Makes a site, or what a build makes of it, in a new folder; the folder is `<temporary>/dist` for a build. */
export function makeSite(toml: string, target: "dev" | "build", files: Record<string, string> = {}): string {
  const { config, diagnostics } = parseConfig(toml, "djk.toml");
  if (config === null) throw new Error(JSON.stringify(diagnostics));
  const folder = join(mkdtempSync(join(tmpdir(), "djk-settings-")), target === "dev" ? "site" : "dist");
  const djangoFolder = target === "dev" ? ".djk/django/djk_site" : "djk_site";
  const all = {
    ...app,
    "manage.py": generateManage(target),
    [`${djangoFolder}/__init__.py`]: "",
    [`${djangoFolder}/settings.py`]: generateSettings(config, target),
    [`${djangoFolder}/wsgi.py`]: generateWsgi(),
    [`${djangoFolder}/asgi.py`]: generateAsgi(),
    [`${djangoFolder}/urls.py`]: "urlpatterns = []\n\nnot_found_patterns = []\n",
    ...(target === "build" ? { "manifest.json": emptyManifest } : {}),
    ...files,
  };
  for (const [path, content] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content, { mode: path === "manage.py" ? 0o755 : 0o644 });
  }
  return folder;
}

export interface Outcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs Python in a folder, with nothing of the own environment but the path. */
export function runPython(folder: string, args: string[], env: Record<string, string> = {}): Outcome {
  const python = process.env.DJK_TEST_PYTHON;
  if (python === undefined) throw new Error("DJK_TEST_PYTHON names no Python: run the tests with npm test");
  const path = [folder, join(folder, ".djk/django"), runtime].join(":");
  const { status, stdout, stderr } = spawnSync(python, args, {
    cwd: folder,
    env: { PATH: process.env.PATH, PYTHONPATH: path, PYTHONDONTWRITEBYTECODE: "1", ...env },
    encoding: "utf8",
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

const probe = `
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "djk_site.settings"
from django.conf import settings
print(json.dumps({name: getattr(settings, name, "unset") for name in sys.argv[1:]}, default=str))
`;

/** Reads the effective values of settings as Django sees them; paths become strings. */
export function readSettings(
  folder: string,
  names: string[],
  env: Record<string, string> = {},
): Record<string, unknown> {
  const { status, stdout, stderr } = runPython(folder, ["-c", probe, ...names], env);
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
