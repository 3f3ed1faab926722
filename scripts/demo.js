// npm run demo: packs djk, makes a site with it in a temporary folder, builds and serves it.
// With --check it probes the served site and exits.
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execute, installPackages } from "./setup.js";

const check = process.argv.includes("--check");
const folder = mkdtempSync(join(tmpdir(), "djk-demo-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

installPackages();
execute("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder]);
const tarball = join(
  folder,
  readdirSync(folder).find((name) => name.endsWith(".tgz")),
);
writeFileSync(join(folder, "package.json"), "{}\n");
execute("npm", ["install", "--silent", "--no-audit", "--no-fund", tarball], { cwd: folder });
execute(join(folder, "node_modules/.bin/djk"), ["new", "mysite", "--yes", "--djk", `file:${tarball}`], {
  cwd: folder,
});

const site = join(folder, "mysite");
const djk = join(site, "node_modules/.bin/djk");
execute(djk, ["build"], { cwd: site });
const port = await findPort(8000);
const server = spawn(djk, ["start", "--local", "--port", String(port)], { cwd: site, stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill(signal));
const ended = new Promise((resolve) => server.once("exit", resolve));

if (check) {
  const failure = await probe(`http://127.0.0.1:${port}`).catch((error) => error);
  server.kill("SIGINT");
  await ended;
  if (failure) {
    console.error(`demo: ${failure.message}`);
    process.exit(1);
  }
  console.log("demo: the site answers");
  process.exit(0);
}
console.log(`\nThe demo site runs at http://127.0.0.1:${port}/ (its folder: ${site}). Ctrl-C ends it.`);
await ended;

/** Fails unless every kind of answer is there. */
async function probe(url) {
  await waitFor(`${url}/healthz`);
  await expectAnswer(`${url}/`, 200, '<div id="djk-root"');
  await expectAnswer(`${url}/notes/`, 200, "__djk");
  await expectAnswer(`${url}/no/such/page/`, 404, "__djk");
  await expectAnswer(`${url}/admin/login/`, 200, "csrfmiddlewaretoken");
}

async function waitFor(url) {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (
      await fetch(url).then(
        (response) => response.ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`nothing answers at ${url}`);
}

async function expectAnswer(url, status, text) {
  const response = await fetch(url);
  const body = await response.text();
  if (response.status !== status) throw new Error(`${url} answered ${response.status}, not ${status}`);
  if (!body.includes(text)) throw new Error(`${url} does not hold ${text}`);
}

function findPort(first) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(findPort(first + 1)));
    server.listen(first, "127.0.0.1", () => server.close(() => resolve(first)));
  });
}
