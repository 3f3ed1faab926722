import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { scanConfig } from "../../src/config/scanConfig.js";

let site = "";

beforeEach(async () => {
  site = await mkdtemp(join(tmpdir(), "djk-config-"));
});

afterEach(() => rm(site, { recursive: true }));

describe("scanConfig", () => {
  it("reads djk.toml", async () => {
    await writeFile(join(site, "djk.toml"), '[site]\npackage = "shop"\ntrailing_slash = "never"\n');
    expect((await scanConfig(site)).config?.site).toEqual({
      package: "shop",
      trailingSlash: "never",
      settings: null,
      types: "auto",
    });
  });

  it("reports all mistakes together", async () => {
    await writeFile(join(site, "djk.toml"), "[site]\nx = 1\ny = 2\n");
    const codes = ["config-unknown-key", "config-unknown-key", "config-missing-key"];
    expect(await scanConfig(site)).toMatchObject({
      config: null,
      diagnostics: codes.map((code) => ({ code })),
    });
  });

  it("says what to run where there is no djk.toml", async () => {
    expect(await scanConfig(site)).toMatchObject({
      diagnostics: [{ code: "config-missing", hint: expect.stringContaining("djk new") }],
    });
  });
});
