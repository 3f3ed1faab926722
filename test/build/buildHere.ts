import { buildSite, type SiteBuild } from "../../src/build/buildSite.js";
import { findInterpreter } from "../../src/inspect/interpreter.js";
import { readConverters } from "../../src/inspect/readConverters.js";
import { generateSettingsOnly } from "../../src/project/generateProject.js";
import { loadProject } from "../../src/project/loadProject.js";

/** Builds a site in this process; the Python package `djk` has to be on `PYTHONPATH`. */
export async function buildHere(site: string): Promise<SiteBuild> {
  const interpreter = await findInterpreter(site, { python: process.env.DJK_TEST_PYTHON ?? "" });
  const load = () =>
    loadProject(site, (config, modules) =>
      readConverters(site, interpreter, generateSettingsOnly(config, modules)),
    );
  return buildSite({ site, interpreter, load, onStep: () => {} });
}
