import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, it } from "vitest";

const source = join(import.meta.dirname, "../src");

/** Each room may import from itself and from the rooms before it. */
const order = [
  "diagnostics",
  "router",
  "config",
  "codegen",
  "process",
  "files",
  "inspect",
  "typecheck",
  "project",
  "build",
  "start",
  "dev",
  "scaffold",
  "cli",
];

/** What runs in a browser or a renderer may import these parts of the build side. */
const shared = [
  "router/match.js",
  "router/pattern.js",
  "router/href.js",
  "router/route.js",
  "dev/shownProblem.js",
];

/** Rooms whose files run in a browser or a renderer. */
const browserRooms = ["react", "ssr", "overlay"];

/** Every file outside the browser's rooms that touches disk, processes, network, the terminal or the clock. */
const edges = [
  "build/assemble.ts",
  "build/buildSite.ts",
  "build/clientBuild.ts",
  "build/compressFiles.ts",
  "build/configFailure.ts",
  "build/copyTree.ts",
  "build/exchange.ts",
  "build/importProblems.ts",
  "build/previousRelease.ts",
  "build/requirements.ts",
  "build/stage.ts",
  "build/viteConfig.ts",
  "cli/commands/build.ts",
  "cli/commands/check.ts",
  "cli/commands/dev.ts",
  "cli/commands/info.ts",
  "cli/commands/manage.ts",
  "cli/main.ts",
  "cli/openBrowser.ts",
  "cli/openSite.ts",
  "cli/printDiagnostics.ts",
  "cli/version.ts",
  "cli/waitForEnd.ts",
  "config/scanConfig.ts",
  "dev/certificate.ts",
  "dev/devServer.ts",
  "dev/djangoProcess.ts",
  "dev/editor.ts",
  "dev/inspector.ts",
  "dev/listHosts.ts",
  "dev/liveSite.ts",
  "dev/liveVite.ts",
  "dev/missedChanges.ts",
  "dev/openPort.ts",
  "dev/otherSession.ts",
  "dev/proxy.ts",
  "dev/proxyUpgrade.ts",
  "dev/startDev.ts",
  "dev/startVite.ts",
  "dev/tasks.ts",
  "dev/watchFolder.ts",
  "dev/watchTree.ts",
  "files/applyFixes.ts",
  "files/writeFiles.ts",
  "inspect/findExecutable.ts",
  "inspect/inspectSite.ts",
  "inspect/interpreter.ts",
  "inspect/manage.ts",
  "process/endGroup.ts",
  "process/findFreePort.ts",
  "process/findPortOwner.ts",
  "process/isPortFree.ts",
  "process/isRunning.ts",
  "process/runCaptured.ts",
  "process/spawnGroup.ts",
  "process/watchdog.ts",
  "project/loadProject.ts",
  "project/scanComponents.ts",
  "project/scanPublic.ts",
  "project/siteTypes.ts",
  "router/scan.ts",
  "scaffold/djkSpec.ts",
  "scaffold/findWheel.ts",
  "scaffold/newSite.ts",
  "scaffold/setupSite.ts",
  "scaffold/template.ts",
  "start/findDataProblem.ts",
  "start/readServerKind.ts",
  "start/startSite.ts",
  "start/supervise.ts",
  "typecheck/checkTypes.ts",
  "typecheck/findTypeScript.ts",
];

const worldly =
  /^import (?!type )[^;]*?from "(node:(fs|fs\/promises|child_process|net|http|https|os|zlib|readline)|express|vite|chokidar)"|import\("(express|vite)"\)|\bprocess\.|performance\.now|Date\.now|setTimeout/m;

interface SourceFile {
  path: string;
  text: string;
  imports: string[];
}

const files: SourceFile[] = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => {
    const text = readFileSync(join(source, path), "utf8");
    const specifiers = [...text.matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)].map((found) => found[1] ?? "");
    return {
      path,
      text,
      imports: specifiers.map((name) => relative(source, join(source, dirname(path), name))),
    };
  });

function roomOf(path: string): string {
  return path.split("/")[0] ?? "";
}

it("imports run one way", () => {
  const wrong = files
    .filter(({ path }) => order.includes(roomOf(path)))
    .flatMap(({ path, imports }) =>
      imports
        .filter(
          (target) =>
            order.indexOf(roomOf(target)) > order.indexOf(roomOf(path)) || !order.includes(roomOf(target)),
        )
        .map((target) => `${path} imports ${target}`),
    );
  expect(wrong).toEqual([]);
});

it("the browser's world imports nothing from the build side but the pure router", () => {
  const wrong = files
    .filter(({ path }) => browserRooms.includes(roomOf(path)))
    .flatMap(({ path, imports }) =>
      imports
        .filter((target) => !browserRooms.includes(roomOf(target)) && !shared.includes(target))
        .map((target) => `${path} imports ${target}`),
    );
  expect(wrong).toEqual([]);
});

it("every room is known", () => {
  expect([...new Set(files.map(({ path }) => roomOf(path)))].sort()).toEqual(
    [...order, ...browserRooms].sort(),
  );
});

it("effects live at the named edges", () => {
  const found = files
    .filter(({ path, text }) => !browserRooms.includes(roomOf(path)) && worldly.test(text))
    .map(({ path }) => path)
    .sort();
  expect(found).toEqual(edges);
});

it("the package asks nobody to approve a script when it is installed", () => {
  const { scripts } = JSON.parse(readFileSync(join(source, "../package.json"), "utf8"));
  const ofInstallation = [
    "preinstall",
    "install",
    "postinstall",
    "prepublish",
    "preprepare",
    "prepare",
    "postprepare",
  ];
  expect(Object.keys(scripts).filter((name) => ofInstallation.includes(name))).toEqual([]);
});
