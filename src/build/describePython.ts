import { ProjectError } from "../diagnostics/diagnostic.js";
import { describeDjangoFailure } from "../inspect/inspectSite.js";
import { buildManageEnv } from "../inspect/manage.js";
import { runCaptured } from "../process/runCaptured.js";

/** What a build has to know of a site's Python. */
export interface PythonSide {
  /** Modules of the site itself that Django loads, without those below `routes/`, by name. */
  modules: { name: string; path: string }[];
  /** Folder of the installed Python package `djk`. */
  runtime: string;
  /** `name==version` of the packages asked for and of all that they require, sorted. */
  requirements: string[];
  /** Packages asked for that are not installed. */
  missing: string[];
  /** Django's `STATIC_URL` in production, with a slash at the end. */
  staticUrl: string;
  /** `3.13` */
  version: string;
}

// A module counts as the site's own when its file lies in the site and not in a virtual environment or a generated
// folder. The URL configuration is loaded so that packages beside INSTALLED_APPS are found too.
const script = `
import importlib, json, sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import django
from django.conf import settings

site = Path.cwd().resolve()

def own_path(module):
    paths = [getattr(module, "__file__", None) or "", *(getattr(module, "__path__", None) or [])]
    for path in (Path(path).resolve() for path in paths if path):
        if site in path.parents and not is_foreign(path):
            return path.parent if path.name == "__init__.py" else path
    return None

def is_foreign(path):
    first, *_ = parts = path.relative_to(site).parts
    hidden = first.startswith(".") or first in ("dist", "node_modules") or "site-packages" in parts
    return hidden or any(parent.joinpath("pyvenv.cfg").exists() for parent in path.parents)

def own_modules():
    names = (name for name in sys.modules if "." not in name and name not in ("__main__", "routes", "djk", "djk_site"))
    found = {name: own_path(sys.modules[name]) for name in sorted(names)}
    return [{"name": name, "path": str(path)} for name, path in found.items() if path]

def is_missing(name):
    try:
        distribution(name)
    except PackageNotFoundError:
        return True

django.setup()
importlib.import_module(settings.ROOT_URLCONF)
import djk
from djk.requirements import find_closure, normalize_name, parse_requirement

wanted = {requirement: parse_requirement(requirement).name for requirement in sys.argv[1:]}
missing = sorted({name for name in wanted.values() if is_missing(name)})
closure = find_closure(requirement for requirement, name in wanted.items() if name not in missing)
print(json.dumps({
    "modules": own_modules(),
    "runtime": str(Path(djk.__file__).resolve().parent),
    "requirements": [f"{d.name}=={d.version}" for d in closure if normalize_name(d.name) != "djk"],
    "missing": missing,
    "staticUrl": settings.STATIC_URL,
    "version": "%d.%d" % sys.version_info[:2],
}))
`;

/**
 * Asks a site's Python what belongs into a build, in one process that has loaded Django and the URL configuration.
 *
 * @param wanted requirements as in `pyproject.toml`; `djk` itself is never in the answer, its requirements are
 * @throws ProjectError `django-failed` when Django cannot start
 */
export async function describePython(site: string, python: string, wanted: string[]): Promise<PythonSide> {
  const env = buildManageEnv(site, {
    ...process.env,
    DJK_ENV: "production",
    DJK_BUILDING: "1",
    DJANGO_SETTINGS_MODULE: "djk_site.settings",
  });
  const result = await runCaptured(python, ["-c", script, ...wanted], { cwd: site, env, timeout: 120_000 });
  if (result.code !== 0) throw new ProjectError(describeDjangoFailure(result.stderr, site));
  const answer = result.stdout.trim().split("\n").at(-1) ?? "";
  return JSON.parse(answer) as PythonSide;
}
