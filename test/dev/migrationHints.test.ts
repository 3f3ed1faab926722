import { expect, test } from "vitest";
import { createMigrationHints } from "../../src/dev/migrationHints.js";

const models = `from django.db import models


class Note(models.Model):
    title = models.CharField(
        max_length=10,
    )

    # shown in the admin
    def __str__(
        self,
    ):
        return self.title

    created = models.DateTimeField()
`;

function create(text: string) {
  const files = new Map([["blog/models.py", text]]);
  const hints = createMigrationHints((path) => files.get(path) ?? null);
  hints.learn([...files.keys()]);
  return {
    hints,
    save: (content: string) => {
      files.set("blog/models.py", content);
      return hints.describe("blog/models.py");
    },
  };
}

test.each([
  ["as it was", models],
  ["with another method", models.replace("return self.title", "return self.title.upper()")],
  ["with another comment", models.replace("shown in", "seen in")],
])("models.py saved %s says nothing of migrations", (_, text) => {
  expect(create(models).save(text)).toBeNull();
});

test.each([
  ["a field", models.replace("max_length=10", "max_length=20")],
  ["a field below a method", models.replace("DateTimeField()", "DateField()")],
  ["a new model", `${models}\n\nclass Tag(models.Model):\n    pass\n`],
])("%s in models.py is said once, and again for another change", (_, text) => {
  const { save } = create(models);
  expect(save(text)).toContain("makemigrations");
  expect(save(text)).toBeNull();
  expect(save(models)).toContain("makemigrations");
});

test("a models.py that is new, one in a package of models, and no other file", () => {
  const { hints } = create(models);
  const read = createMigrationHints(() => models);
  expect(read.describe("shop/models.py")).toContain("shop/models.py changed");
  expect(read.describe("shop/models/order.py")).toContain("shop/models/order.py changed");
  expect(read.describe("shop/views.py")).toBeNull();
  expect(hints.describe("blog/views.py")).toBeNull();
});
