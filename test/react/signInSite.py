"""A Django site on a free port, which it prints: endpoints to sign in and to write, and a page for scripts."""

import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from django.conf import settings
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    CSRF_COOKIE_HTTPONLY=True,
    CSRF_USE_SESSIONS=sys.argv[1] == "sessions",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEBUG=True,
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "djk.middleware.NotFoundMiddleware",
    ],
    ROOT_URLCONF=__name__,
    SECRET_KEY="not a secret: these are tests",
)
django.setup()

from django.contrib import auth  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.http import HttpResponse, JsonResponse  # noqa: E402

from djk.csrf import send_token  # noqa: E402


def show(request):
    return HttpResponse('<!doctype html><link rel="icon" href="data:,"><div id="djk-root" data-mount=""></div>')


def session(request):
    if request.method == "POST":
        auth.login(request, auth.authenticate(request, username="ada", password="secret"))
    if request.method == "DELETE":
        auth.logout(request)
    return JsonResponse({"user": request.user.get_username()})


urlpatterns = [path("", show), path("_djk/csrf", send_token), path("api/session/", session)]


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    User.objects.create_user("ada", password="secret")
    from django.core.wsgi import get_wsgi_application

    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)
    print(server.server_port, flush=True)
    server.serve_forever()
