import { generateManage } from "../codegen/django/manage.js";
import type { ModuleNames } from "../codegen/django/names.js";
import { generatePackageFile } from "../codegen/django/packageFile.js";
import { generateSettings } from "../codegen/django/settings.js";
import { generateTemplates } from "../codegen/django/templates.js";
import { generateRootUrls, generateUrls } from "../codegen/django/urls.js";
import { generateViews } from "../codegen/django/views.js";
import { generateAsgi, generateWsgi } from "../codegen/django/wsgi.js";
import type { GeneratedFile } from "../codegen/generatedFile.js";
import { generateBranches } from "../codegen/react/branches.js";
import { generateEntry } from "../codegen/react/entry.js";
import type { Config } from "../config/config.js";
import type { Project } from "./loadProject.js";

/** Where the package `djk_site` lies in a site during development. */
export const djangoFolder = ".djk/django";

/** Folders of a site that belong to djk alone: what is in them and not generated is removed. */
export const ownedFolders = [djangoFolder, ".djk/client"];

/** Everything that lies below `.djk/` in a site, paths relative to the site. */
export function generateSite(project: Project): GeneratedFile[] {
  return [...generateDevDjango(project), ...generateClient(project)];
}

/** The package `djk_site` of development, paths relative to the site. */
export function generateDevDjango(project: Project): GeneratedFile[] {
  return generateDjango(project, "dev").map((file) => ({ ...file, path: `${djangoFolder}/${file.path}` }));
}

/** The client entry and its branches, paths relative to the site. */
export function generateClient(project: Project): GeneratedFile[] {
  return [generateEntry(), ...generateBranches(project.table)];
}

/** The Django project of a build: `manage.py` and `djk_site`, paths relative to `dist/`. */
export function generateBuild(project: Project): GeneratedFile[] {
  return [{ path: "manage.py", content: generateManage("build") }, ...generateDjango(project, "build")];
}

/** The package `djk_site`, paths relative to the folder that holds it. */
function generateDjango(project: Project, target: "dev" | "build"): GeneratedFile[] {
  const { table, modules } = project;
  return [
    ...generateConfigured(project.config, target),
    { path: "__init__.py", content: generatePackageFile(modules, target) },
    { path: "urls.py", content: generateUrls(table) },
    { path: "views.py", content: generateViews(table, modules) },
    ...generateTemplates(table, project.pageTemplates),
  ].map((file) => ({ ...file, path: `djk_site/${file.path}` }));
}

/** What `manage.py` needs to start before the routes are known, paths relative to the site. */
export function generateSettingsOnly(config: Config, modules: ModuleNames): GeneratedFile[] {
  const files = [
    ...generateConfigured(config, "dev"),
    { path: "__init__.py", content: generatePackageFile(modules, "dev") },
  ];
  return files.map((file) => ({ ...file, path: `${djangoFolder}/djk_site/${file.path}` }));
}

function generateConfigured(config: Config, target: "dev" | "build"): GeneratedFile[] {
  if (config.site.settings !== null) return [];
  return [
    { path: "settings.py", content: generateSettings(config, target) },
    { path: "root.py", content: generateRootUrls(config.site.package, target) },
    { path: "wsgi.py", content: generateWsgi() },
    { path: "asgi.py", content: generateAsgi() },
  ];
}
