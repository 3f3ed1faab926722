import { defineConfig } from "vitest/config";

/** Tests that install packages, start servers or wait for processes: left out of `npm test -- --fast`. */
const slow = [
  "test/codegen/types/compilers.test.ts",
  "test/build/buildSite.test.ts",
  "test/build/clientBuild.test.ts",
  "test/build/configFailure.test.ts",
  "test/build/disturbed.test.ts",
  "test/build/edgeSites.test.ts",
  "test/build/exchange.test.ts",
  "test/build/importProblems.test.ts",
  "test/build/styles.test.ts",
  "test/cli/fixProblems.test.ts",
  "test/cli/routes.test.ts",
  "test/build/reproducible.test.ts",
  "test/config/settings.test.ts",
  "test/dev/djangoProcess.test.ts",
  "test/dev/inspector.test.ts",
  "test/dev/liveSite.test.ts",
  "test/dev/liveVite.test.ts",
  "test/dev/realInspector.test.ts",
  "test/dev/startDev.test.ts",
  "test/dev/watchFolder.test.ts",
  "test/dev/watchSite.test.ts",
  "test/inspect/inspectSite.test.ts",
  "test/inspect/readConverters.test.ts",
  "test/process/spawnGroup.test.ts",
  "test/react/embedding.test.ts",
  "test/inspect/interpreter.test.ts",
  "test/inspect/manage.test.ts",
  "test/router/generatedSite.test.ts",
  "test/scaffold/newSite.test.ts",
  "test/scaffold/setupSite.test.ts",
  "test/scaffold/template.test.ts",
  "test/start/startSite.test.ts",
  "test/typecheck/checkTypes.test.ts",
  "test/typed/compilers.test.ts",
];

/** Tests in Chromium. */
const browser = [
  "test/react/api.test.ts",
  "test/react/browser.test.ts",
  "test/react/signIn.test.ts",
  "test/react/timeZones.test.ts",
];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.{ts,tsx}", "bench/test/*.test.js"],
          exclude: ["test/e2e/**", ...browser, "**/node_modules/**", ...slow],
          testTimeout: 30_000,
        },
      },
      { test: { name: "slow", include: slow, testTimeout: 60_000 } },
      { test: { name: "browser", include: browser, testTimeout: 30_000 } },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: "test/e2e/setup.ts",
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
