import { chmod, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openBrowser } from "../../src/cli/openBrowser.js";
import { makeFolder } from "../build/folder.js";

test("a URL is handed to the system's own command; without one nothing happens", async () => {
  const script = '#!/bin/sh\necho "$1" > "$(dirname "$0")/opened"\n';
  const folder = await makeFolder({ "xdg-open": script, open: script });
  for (const name of ["xdg-open", "open"]) await chmod(join(folder, name), 0o755);
  openBrowser("http://localhost:8000/", { PATH: "/nonexistent" });
  openBrowser("http://localhost:8000/", { PATH: `${folder}:${process.env.PATH}` });
  await expect
    .poll(() => readFile(join(folder, "opened"), "utf8").catch(() => ""))
    .toBe("http://localhost:8000/\n");
  await rm(folder, { recursive: true });
});
