import { expect, test } from "vitest";
import { describeChange } from "../../src/dev/watchSite.js";

test.each([
  ["add", "routes/new/page.tsx", "project"],
  ["unlinkDir", "routes/old", "project"],
  ["change", "djk.toml", "project"],
  ["change", "routes/page.py", "python"],
  ["change", ".env", "python"],
  ["add", "routes/page.py", "project python"],
  ["change", "routes/page.html", "project python"],
  ["change", "routes/page.tsx", "component"],
  ["addDir", "routes/empty", ""],
  ["add", "components/Chart.tsx", ""],
])("%s of %s concerns: %s", (event, path, concerned) => {
  const { project, component, python } = describeChange(event, path);
  expect([project && "project", component && "component", python && "python"].filter(Boolean).join(" ")).toBe(
    concerned,
  );
});
