from django.db import migrations

NOTES = [
    (
        "folders-are-urls",
        "Folders are URLs",
        """\
The page you are reading lives in routes/notes/[slug=slug]/page.tsx. Each folder is one part of \
its URL: notes is the word, [slug=slug] stands for any slug, checked by Django's own converter.

A layout.tsx wraps every page below its folder and stays mounted while you move between them. \
A not-found.tsx answers what does not exist, an error.tsx what went wrong.""",
    ),
    (
        "data-comes-from-python",
        "Data comes from Python",
        """\
Beside page.tsx is page.py. Its get function takes Django's request and the parameters of the \
path, and what it returns arrives as the data prop. There is no API to write and nothing to fetch.

The annotation of get is the type of that prop, so TypeScript knows each field. A model crosses \
only with the fields that pick() names.

Raise Http404 or PermissionDenied, return a redirect, use the ORM, add decorators: it is an \
ordinary Django view behind the full middleware stack.""",
    ),
    (
        "it-is-still-django",
        "It is still Django",
        """\
Migrations put this note into the database, and the admin can change it. Run \
npx djk manage createsuperuser, sign in at /admin/ and edit a note: this page shows the new text.

npm run build writes an ordinary Django project to dist/. It runs wherever Django runs.""",
    ),
]


def add_notes(apps, schema_editor):
    notes = apps.get_model("__site__", "Note").objects.using(schema_editor.connection.alias)
    for slug, title, text in NOTES:
        notes.create(slug=slug, title=title, text=text)


def remove_notes(apps, schema_editor):
    notes = apps.get_model("__site__", "Note").objects.using(schema_editor.connection.alias)
    notes.filter(slug__in=[slug for slug, _, _ in NOTES]).delete()


class Migration(migrations.Migration):
    dependencies = [("__site__", "0001_initial")]

    operations = [migrations.RunPython(add_notes, remove_notes)]
