// Plain Django with templates under gunicorn: one process, as each Node server has one (DJANGO_WORKERS for more).
import { css, mapPages, mark } from "../content/markup.js";
import { listPages, posts } from "../content/posts.js";

const workers = process.env.DJANGO_WORKERS ?? "1";

/** The Django of every system that has one. */
export const djangoRequirement = "django>=5.2,<5.3";

export default {
  label: `Django 5.2 templates, gunicorn with ${workers} process${workers === "1" ? "" : "es"}`,
  node: 20,
  installed: [".venv"],
  generated: [],
  edits: { page: "templates/home.html", component: "templates/counter.html" },
  pythonEdit: { path: "/edited", file: "edited.py", text: "Edit 0" },
  reloads: true,
  files: (count) => ({
    ...describeProject(),
    ...siteFiles,
    "site_urls.py": formatUrls(count),
    ...mapPages(listPages(count), (page) => [[`templates/p/${page.name}.html`, formatPage(page)]]),
  }),
  install: installDjango,
  build: () => null,
  start: serveSite,
  dev: ({ port }) => [".venv/bin/python", "manage.py", "runserver", `127.0.0.1:${port}`],
};

/** `manage.py`, settings and WSGI application, as `startproject` writes them, with further apps and middleware. */
export function describeProject({ apps, middleware } = { apps: [], middleware: [gzip] }) {
  return {
    "manage.py": manage,
    "site_settings.py": formatSettings({ apps, middleware }),
    "site_wsgi.py": wsgi,
  };
}

/** Makes the virtual environment. */
export function installDjango() {
  return [
    ["python3", "-m", "venv", ".venv"],
    [".venv/bin/pip", "install", "--quiet", djangoRequirement, "gunicorn", "uvicorn", "whitenoise"],
  ];
}

/** gunicorn as djk's builds configure it: threads, four of them. */
export function serveSite({ port }) {
  const process = ["--bind", `127.0.0.1:${port}`, "--workers", workers, "--keep-alive", "60"];
  const threads = ["--worker-class", "gthread", "--threads", "4", "--no-control-socket"];
  return [".venv/bin/python", "-m", "gunicorn", "site_wsgi", ...process, ...threads];
}

/** Static files in production: one view is enough here, a server in front does it elsewhere. */
export const staticView = `from django.views.static import serve as serve_static

STATIC = [re_path(r"^static/(?P<path>.*)$", serve_static, {"document_root": settings.BASE / "static"})]
`;

// Stands for the server in front; wrk asks for no compression, so it costs nothing there.
const gzip = "django.middleware.gzip.GZipMiddleware";

function formatSettings({ apps, middleware }) {
  return `import os
from pathlib import Path

BASE = Path(__file__).resolve().parent
DEBUG = os.environ.get("NODE_ENV") != "production"
SECRET_KEY = "bench"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "site_urls"
WSGI_APPLICATION = "site_wsgi.application"
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
${formatItems(apps)}]
MIDDLEWARE = [
${formatItems(middleware)}    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE / "db.sqlite3"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE / "static"]
`;
}

function formatItems(names) {
  return names.map((name) => `    "${name}",\n`).join("");
}

const manage = `import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_settings")
from django.core.management import execute_from_command_line

execute_from_command_line(sys.argv)
`;

const wsgi = `import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_settings")
from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
`;

function formatUrls(count) {
  return `import json

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import path, re_path

from edited import edited
${staticView}
POSTS = json.loads((settings.BASE / "posts.json").read_text())
BY_SLUG = {post["slug"]: post for post in POSTS}


def home(request):
    return render(request, "home.html")


def post_list(request):
    return render(request, "posts/list.html", {"posts": POSTS})


def detail(request, slug):
    if slug not in BY_SLUG:
        raise Http404
    return render(request, "posts/detail.html", {"post": BY_SLUG[slug]})


def page(name, title):
    return lambda request: render(request, f"p/{name}.html", {"title": title})


urlpatterns = [path("", home), path("edited", edited), path("posts", post_list), path("posts/<slug:slug>", detail), *STATIC]
urlpatterns += [path(f"p/page-{i:04d}", page(f"page-{i:04d}", f"Page {i}")) for i in range(${count})]
`;
}

const siteFiles = {
  "edited.py": `from django.shortcuts import render


def edited(request):
    return render(request, "edited.html", {"text": "Edit 0"})
`,
  "templates/edited.html": `{% extends "base.html" %}
{% block main %}<main>{{ text }}</main>{% endblock %}
`,
  "posts.json": JSON.stringify(posts),
  "static/styles.css": css,
  "static/counter.js": `for (const button of document.querySelectorAll("#counter")) {
  let count = 0;
  button.addEventListener("click", () => {
    button.textContent = "Count: " + ++count;
  });
}
`,
  "templates/base.html": `<!doctype html>{% load static %}
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Peers</title>
<link rel="stylesheet" href="{% static 'styles.css' %}">
</head>
<body>
<header><a id="nav-home" href="/">Home</a><a id="nav-posts" href="/posts">Posts</a></header>
{% block main %}{% endblock %}
</body>
</html>
`,
  "templates/home.html": `{% extends "base.html" %}
{% block main %}<main>
<h1 id="hello">Hello from ${mark}</h1>
<p>A page that says hello.</p>
</main>{% endblock %}
`,
  "templates/posts/layout.html": `{% extends "base.html" %}
{% block main %}<main class="posts">
<aside id="aside"><h2>Posts</h2><p>One hundred of them.</p></aside>
<section>{% block posts %}{% endblock %}</section>
</main>{% endblock %}
`,
  "templates/posts/list.html": `{% extends "posts/layout.html" %}
{% block posts %}<ul id="post-list">{% for post in posts %}
<li>
<a href="/posts/{{ post.slug }}">{{ post.title }}</a> <time>{{ post.date }}</time>
<div>{% for tag in post.tags %}<span class="tag">{{ tag }}</span>{% endfor %}</div>
<p>{{ post.excerpt }}</p>
</li>{% endfor %}
</ul>{% endblock %}
`,
  "templates/counter.html": `{% load static %}<button id="counter" data-mark="${mark}">Count: 0</button>
<script type="module" src="{% static 'counter.js' %}"></script>
`,
  "templates/posts/detail.html": `{% extends "posts/layout.html" %}
{% block posts %}<article id="post">
<h1>{{ post.title }}</h1>
<time>{{ post.date }}</time>
{% include "counter.html" %}
{% for paragraph in post.body %}<p>{{ paragraph }}</p>{% endfor %}
</article>{% endblock %}
`,
};

function formatPage({ paragraphs }) {
  return `{% extends "base.html" %}
{% block main %}<main id="scale">
<h1>{{ title }}</h1>
${paragraphs.map((text) => `<p>${text}</p>`).join("\n")}
{% include "counter.html" %}
</main>{% endblock %}
`;
}
