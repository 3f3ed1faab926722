// The list from SQLite: model, data and measured URLs, the same for djk and for plain Django.

/** `document<n>` is measured in both; the others are plain Django's only. */
export const rowUrls = { document20: "/document/20", document200: "/document/200" };

/** The Django app `rows`; its migration writes 200 rows. */
export const rowsApp = {
  "rows/__init__.py": "",
  "rows/models.py": `from django.db import models


class Row(models.Model):
    FIELDS = ("id", "slug", "title", "author", "year", "pages")

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=120)
    author = models.CharField(max_length=80)
    year = models.IntegerField()
    pages = models.IntegerField()

    class Meta:
        ordering = ["id"]
`,
  "rows/migrations/__init__.py": "",
  "rows/migrations/0001_initial.py": `from django.db import migrations, models


def fill(apps, schema_editor):
    row = apps.get_model("rows", "Row")
    row.objects.bulk_create(
        row(
            slug=f"row-{number}",
            title=f"The title of row number {number}, with a few words & signs",
            author=f"Author {number % 37}",
            year=1900 + number % 120,
            pages=100 + number * 7 % 500,
        )
        for number in range(200)
    )


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            "Row",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("slug", models.SlugField(unique=True)),
                ("title", models.CharField(max_length=120)),
                ("author", models.CharField(max_length=80)),
                ("year", models.IntegerField()),
                ("pages", models.IntegerField()),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.RunPython(fill),
    ]
`,
};
