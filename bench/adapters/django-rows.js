// A list from SQLite by plain Django. `/document/<n>` does what a page of djk does without SSR, in the fastest way that is
// safe: the query, json.dumps, and a template that holds it. `/json/<n>` is the data alone, `/html/<n>` a template that
// prints the rows.
import { rowsApp, rowUrls } from "../content/rows.js";
import django, { describeProject, installDjango } from "./django.js";

export default {
  ...django,
  label: "Django, a list from SQLite",
  installed: [".venv", "db.sqlite3"],
  urls: { ...rowUrls, json20: "/json/20", json200: "/json/200", html20: "/html/20", html200: "/html/200" },
  files: () => ({
    ...describeProject({ apps: ["rows"], middleware: [] }),
    ...rowsApp,
    "static/.keep": "",
    "site_urls.py": urls,
    "templates/document.html": document('<script id="data" type="application/json">{{ data|safe }}</script>'),
    "templates/list.html": document(list),
    "templates/home.html": document("<h1>Rows</h1>"),
  }),
  install: (context) => [
    ...installDjango(context),
    [".venv/bin/python", "manage.py", "migrate", "--verbosity", "0"],
  ],
  python: ({ folder }) => ({
    argv: [`${folder}/.venv/bin/python`],
    cwd: folder,
    env: { NODE_ENV: "production", DJANGO_SETTINGS_MODULE: "site_settings" },
  }),
};

const urls = `import json

from django.http import JsonResponse
from django.shortcuts import render
from django.urls import path

from rows.models import Row


def read_rows(count):
    return list(Row.objects.values(*Row.FIELDS)[:count])


def home(request):
    return render(request, "home.html")


def document(request, count):
    data = json.dumps({"rows": read_rows(count)}).replace("<", "\\\\u003c")
    return render(request, "document.html", {"data": data})


def as_json(request, count):
    return JsonResponse({"rows": read_rows(count)})


def as_html(request, count):
    return render(request, "list.html", {"rows": read_rows(count)})


urlpatterns = [
    path("", home),
    path("document/<int:count>", document),
    path("json/<int:count>", as_json),
    path("html/<int:count>", as_html),
]
`;

const list = `<ul>
{% for row in rows %}<li><b>{{ row.title }}</b> {{ row.author }}, {{ row.year }}, {{ row.pages }} pages</li>
{% endfor %}</ul>`;

function document(body) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Peers</title>
<script type="module" src="/static/entry.js"></script>
</head>
<body>
<div id="root"></div>
${body}
</body>
</html>
`;
}
