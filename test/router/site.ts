import { execFileSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { generateManage } from "../../src/codegen/django/manage.js";
import { writeFiles } from "../../src/files/writeFiles.js";
import { readConverters } from "../../src/inspect/readConverters.js";
import { generateSettingsOnly, generateSite, ownedFolders } from "../../src/project/generateProject.js";
import { loadProject, type Project } from "../../src/project/loadProject.js";
import { makeFolder } from "../build/folder.js";

const runtime = join(import.meta.dirname, "../../python/src");
const python = process.env.DJK_TEST_PYTHON ?? "";

export interface SiteRequest {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
  scriptName?: string;
  /** Django settings for this request. */
  settings?: Record<string, unknown>;
  /** Stands before CommonMiddleware. */
  middleware?: string;
}

export interface SiteAnswer {
  status: number;
  location: string | null;
  envelope?: {
    route: string;
    params: Record<string, unknown>;
    error?: { node: string | null; kind: string };
    redirect?: { status: number; to: string };
  };
  mount?: string;
  text?: string;
}

/** Makes a site of these files in a new folder, with everything that djk generates for it. */
export async function makeRoutedSite(
  files: Record<string, string>,
  toml = "",
): Promise<{ site: string; project: Project }> {
  const site = await makeFolder({
    "djk.toml": `[site]\npackage = "mysite"\n${toml}\n[django]\nAUTH_USER_MODEL = "auth.User"\n`,
    "manage.py": generateManage("dev"),
    "mysite/__init__.py": "",
    "mysite/urls.py": "urlpatterns = []\n",
    ...files,
  });
  const project = await loadProject(site, (config, modules) =>
    readConverters(site, { path: python } as never, generateSettingsOnly(config, modules)),
  );
  await writeFiles(site, generateSite(project), ownedFolders);
  return { site, project };
}

/** Sends requests to a site in one process, after a command of Django where one is given. */
export function askSite(
  site: string,
  requests: readonly SiteRequest[],
  command: readonly string[] = [],
): SiteAnswer[] {
  const output = execFileSync(python, [join(import.meta.dirname, "requestSite.py"), ...command], {
    cwd: site,
    input: JSON.stringify(requests),
    env: {
      ...process.env,
      DJK_ENV: "test",
      DJK_DEV_BASE: "/@djk/",
      DJANGO_SETTINGS_MODULE: "djk_site.settings",
      PYTHONPATH: [site, join(site, ".djk/django"), runtime].join(delimiter),
    },
    encoding: "utf8",
    maxBuffer: 1024 ** 3,
  });
  return JSON.parse(output);
}
