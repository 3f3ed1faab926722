import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { prepareDjkSpec, resolveSpec } from "../../src/scaffold/djkSpec.js";

let folder: string;
let packageRoot: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "djk-spec-"));
  packageRoot = join(folder, "node_modules/djk");
  mkdirSync(packageRoot, { recursive: true });
  writeFileSync(join(packageRoot, "package.json"), '{"version": "1.2.3"}');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What npm notes of what it has installed. */
function install(resolved: string): void {
  const packages = { "node_modules/djk": { version: "1.2.3", resolved } };
  writeFileSync(join(folder, "node_modules/.package-lock.json"), JSON.stringify({ packages }));
}

const prepare = () => prepareDjkSpec(packageRoot, process.env, () => {});

describe("without --djk a site asks for", () => {
  it("the version that runs", async () => {
    expect(await prepare()).toBe("^1.2.3");
    install("https://registry.npmjs.org/djk/-/djk-1.2.3.tgz");
    expect(await prepare()).toBe("^1.2.3");
  });

  it("the tarball that this version was installed from", async () => {
    writeFileSync(join(folder, "djk-1.2.3.tgz"), "");
    install("file:djk-1.2.3.tgz");
    expect(await prepare()).toBe(`file:${folder}/djk-1.2.3.tgz`);
  });

  it("the version when that tarball is gone", async () => {
    install("file:../elsewhere/djk-1.2.3.tgz");
    expect(await prepare()).toBe("^1.2.3");
  });
});

it.each(["^1.2.3", "latest", "npm:other@2"])("--djk %s stays", (spec) => {
  expect(resolveSpec(spec, folder)).toBe(spec);
});

it("--djk with a path means the file seen from where one stands", () => {
  writeFileSync(join(folder, "djk.tgz"), "");
  expect(resolveSpec("djk.tgz", folder)).toBe(`file:${folder}/djk.tgz`);
  expect(resolveSpec("../djk.tgz", join(folder, "node_modules"))).toBe(`file:${folder}/djk.tgz`);
  expect(resolveSpec("file:../djk.tgz", join(folder, "node_modules"))).toBe(`file:${folder}/djk.tgz`);
});
