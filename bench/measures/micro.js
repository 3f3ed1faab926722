import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { now } from "../harness/clock.js";
import { interleave } from "../harness/interleave.js";
import { log } from "../harness/log.js";
import { benchFolder, projectFolder } from "../harness/paths.js";
import { Samples } from "../harness/samples.js";
import { buildTree, writeTree } from "../micro/tree.js";

const execute = promisify(execFile);
const sizes = [1000, 10_000];

/** Parts of djk alone, each sample in a process of its own: routes to files, `match`, the manifest, types, start-up. */
export const micro = {
  name: "micro",
  needs: [],
  defaults: { reps: 5, starts: 20 },
  sites: () => [],
  run,
};

async function run(_, { reps, starts }) {
  const samples = new Samples();
  for (const size of sizes) await sampleSize(size, reps, samples);
  await sampleStarts(starts, samples);
  return samples.data(3);
}

async function sampleSize(size, reps, samples) {
  const folder = mkdtempSync(join(tmpdir(), "djk-micro-"));
  try {
    writeTree(folder, buildTree(size));
    await sampleFirstWrite(folder, size, samples);
    for (let round = 0; round < reps; round++) {
      await sampleRoutes(folder, size, samples);
      await sampleMatch(size, samples);
      await sampleManifest(folder, size, samples);
      if (size === sizes[0]) await sampleTypes(size, samples);
      log(`micro, ${size} routes, round ${round}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The pass that finds nothing on disk; all later ones find everything as they would write it. */
async function sampleFirstWrite(folder, size, samples) {
  const { first } = await runScript("routes.js", [size, folder]);
  samples.add("djk", `n${size}_initial_write_ms`, first.write);
  samples.add("djk", `n${size}_initial_written_files`, first.written);
}

async function sampleRoutes(folder, size, samples) {
  const { first, again } = await runScript("routes.js", [size, folder]);
  for (const [when, { written, write, ...steps }] of Object.entries({ first, again })) {
    for (const [step, value] of Object.entries(steps))
      samples.add("djk", `n${size}_${when}_${step}_ms`, value);
    samples.add("djk", `n${size}_${when}_compare_ms`, write);
    samples.add("djk", `n${size}_${when}_written_files`, written);
  }
}

async function sampleMatch(size, samples) {
  const { patterns, compile, hit, miss } = await runScript("match.js", [size]);
  samples.add("djk", `n${size}_patterns`, patterns);
  samples.add("djk", `n${size}_match_compile_ms`, compile);
  samples.add("djk", `n${size}_match_hit_us`, hit);
  samples.add("djk", `n${size}_match_miss_us`, miss);
}

async function sampleManifest(folder, size, samples) {
  const file = join(folder, "manifest.json");
  const { build, table_bytes } = await runScript("manifest.js", [size, file]);
  const walker = [
    join(benchFolder, "micro/manifest.py"),
    file,
    join(projectFolder, "python/src/djk/manifest.py"),
  ];
  const { stdout } = await execute("python3", walker);
  const { read, walk_us } = JSON.parse(stdout);
  samples.add("djk", `n${size}_release_ms`, build);
  samples.add("djk", `n${size}_table_bytes`, table_bytes);
  samples.add("djk", `n${size}_python_read_ms`, read);
  samples.add("djk", `n${size}_python_walk_us`, walk_us);
}

/** Types written into an empty folder, found unchanged, and what the compiler of a site takes for all of it. */
async function sampleTypes(size, samples) {
  const folder = mkdtempSync(join(tmpdir(), "djk-types-"));
  try {
    const { write, files, again, again_files } = await runScript("types.js", [size, folder]);
    const started = now();
    const tsc = join(projectFolder, "node_modules/typescript/bin/tsc");
    const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" });
    if (status !== 0) throw new Error(`the types of ${size} routes are wrong:\n${stdout}`);
    samples.add("djk", `n${size}_types_check_ms`, now() - started);
    samples.add("djk", `n${size}_types_write_ms`, write);
    samples.add("djk", `n${size}_types_written_files`, files);
    samples.add("djk", `n${size}_types_unchanged_ms`, again);
    samples.add("djk", `n${size}_types_unchanged_written_files`, again_files);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function runScript(name, args) {
  const { stdout } = await execute(process.execPath, [join(benchFolder, "micro", name), ...args.map(String)]);
  return JSON.parse(stdout);
}

/** `djk --help` beside a Node that does nothing. */
async function sampleStarts(count, samples) {
  const programs = [
    { name: "djk", args: [join(projectFolder, "bin/djk.js"), "--help"] },
    { name: "node", args: ["-e", "0"] },
  ];
  await interleave(programs, count + 1, ({ name, args }, round) => {
    const started = now();
    const { status } = spawnSync(process.execPath, args, { stdio: "ignore" });
    if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}`);
    if (round > 0) samples.add(name, "start_ms", now() - started);
  });
}
