import { now } from "./clock.js";
import { runCommands } from "./commands.js";
import { log } from "./log.js";
import { describeContext } from "./systems.js";

/** Builds a system's site for production. @returns milliseconds */
export async function buildSite(system) {
  const started = now();
  await runCommands(system, system.build(describeContext(system)), { NODE_ENV: "production" });
  return now() - started;
}

/** Whether a system has a build at all. */
export function hasBuild(system) {
  return system.build(describeContext(system)) !== null;
}

/** Builds each system's site for the measures of production servers: those of cold starts remove it. @returns the systems */
export async function ensureBuilt(systems) {
  for (const system of systems.filter(hasBuild)) {
    log(`building ${system.name}`);
    await buildSite(system);
  }
  return systems;
}
