import { expect, test } from "vitest";
import { locateSetting } from "../../src/config/locateSetting.js";

const text = `[site]
package = "shoop"

[django]
TIME_ZONE = "UTC"
MIDDLEWARE = [
  "...",
  { use = "shop.nope", before = "djk" },
]
PAGE_SIZE = { env = "PAGE_SIZE", type = "int" }
DATABASES.default = { env = "DATABASE_URL", type = "database" }

[django.production]
TIME_ZONE = "Europe/Berlinn"
INSTALLED_APPS = ["..."]

[django.dev]
TIME_ZONE = "Europe/Paris"
`;

test.each([
  ["a setting with its value", { name: "TIME_ZONE", value: "Europe/Berlinn" }, 14],
  ["a setting, in development before all environments", { name: "TIME_ZONE" }, 18],
  ["a setting that only another environment has", { name: "INSTALLED_APPS" }, 15],
  ["an item of a list", { name: "MIDDLEWARE", value: "shop.nope" }, 8],
  ["a list as a whole", { name: "MIDDLEWARE" }, 6],
  ["a value of an unknown setting", { value: "shoop" }, 2],
  ["the value of the package in a setting of defaults", { name: "INSTALLED_APPS", value: "shoop" }, 2],
  ["a variable", { variable: "PAGE_SIZE" }, 10],
  ["a variable within a table", { variable: "DATABASE_URL" }, 11],
])("%s is found", (_, search, line) => {
  expect(locateSetting(text, { name: "", value: "", variable: "", ...search })?.line).toBe(line);
});

test("what djk.toml does not set has no place", () => {
  expect(locateSetting(text, { name: "", value: "", variable: "SECRET_KEY" })).toBeNull();
  expect(locateSetting(text, { name: "AUTH_USER_MODEL", value: "", variable: "" })).toBeNull();
});
