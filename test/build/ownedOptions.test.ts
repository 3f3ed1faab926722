import type { UserConfig } from "vite";
import { expect, test } from "vitest";
import { dropOwnedOptions } from "../../src/build/ownedOptions.js";

test("what djk decides is taken out, each with a warning that names it and what to do", () => {
  const config: UserConfig = {
    base: "/elsewhere/",
    define: { A: "1" },
    build: { target: "es2022", outDir: "out", rollupOptions: { input: "a.html", external: ["b"] } },
    server: { port: 3000, hmr: { overlay: false, port: 1 } },
  };
  const { config: rest, warnings } = dropOwnedOptions(config, "vite.config.ts");
  expect(rest).toEqual({
    define: { A: "1" },
    build: { target: "es2022", rollupOptions: { external: ["b"] } },
    server: { hmr: { overlay: false } },
  });
  expect(warnings.map(({ message }) => message.split(" ")[0])).toEqual([
    "base",
    "build.outDir",
    "build.rollupOptions.input",
    "server.hmr.port",
    "server.port",
  ]);
  expect(warnings[4]).toEqual({
    code: "vite-option",
    severity: "warning",
    message: "server.port has no effect here: djk decides it",
    at: { file: "vite.config.ts" },
    hint: "take it out; use npx djk dev --port",
  });
});

test.each([{}, { server: null }, { build: undefined }, { plugins: [false] }])(
  "%j has nothing that djk decides",
  (config) => {
    const free = dropOwnedOptions(config as UserConfig, "vite.config.ts");
    expect(free).toEqual({ config, warnings: [] });
  },
);
