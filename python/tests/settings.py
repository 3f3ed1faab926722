from __future__ import annotations

from pathlib import Path

SITE = Path(__file__).parent / "site"

SECRET_KEY = "not a secret: these are tests"
ALLOWED_HOSTS = ["testserver"]
CSRF_FAILURE_VIEW = "djk.errors.csrf_failure"
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "djk",
    "library",
    "catalog",
]
MIDDLEWARE = [
    "djk.middleware.HealthMiddleware",
    "djk.middleware.RequestIdMiddleware",
    "djk.middleware.DataRequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "djk.middleware.NotFoundMiddleware",
]
ROOT_URLCONF = "djk_site.root"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE / "djk_site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "/static/"
LOGIN_URL = "/admin/login/"
USE_TZ = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

DJK = {"SITE": SITE, "MANIFEST": SITE / "manifest.json", "TRAILING_SLASH": "always"}
