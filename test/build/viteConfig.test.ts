import { expect, test } from "vitest";
import { isUnwatched } from "../../src/build/viteConfig.js";

test.each([
  ".venv/lib/python3.13/site-packages/django/forms.js",
  "dist/static/client/entry.js",
  ".djk/django/djk_site/views.py",
  ".djk/build",
  "node_modules/react/index.js",
  "routes/__pycache__/page.cpython-313.pyc",
  "routes/page.py",
  "db.sqlite3-journal",
])("%s is not watched", (path) => {
  expect(isUnwatched(path)).toBe(true);
});

test.each([
  "",
  ".djk",
  ".djk/client",
  ".djk/client/branches/home.tsx",
  "routes/page.tsx",
  "routes/distances/page.tsx",
  "components/pyramid.ts",
])("%s is watched", (path) => {
  expect(isUnwatched(path)).toBe(false);
});
