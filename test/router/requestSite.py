"""Send requests to a generated site with Django's test client: JSON on stdin and stdout.

A case is `{"method", "path", "headers", "body", "scriptName", "settings", "middleware"}`, the last
one stands before CommonMiddleware. An answer has the status, the `location`, the envelope of a
document or of a data request as `envelope`, `mount` and the text of JSON. Arguments are a command
of Django to run first.
"""

import json
import logging
import re
import sys

import django
from django import conf
from django.core.management import call_command
from django.test import Client, override_settings
from django.test.utils import setup_test_environment
from django.urls import set_script_prefix


def ask(case):
    settings = dict(case.get("settings", {}))
    if case.get("middleware"):
        settings["MIDDLEWARE"] = insert(case["middleware"])
    with override_settings(**settings):
        client = Client(raise_request_exception=False, SCRIPT_NAME=case.get("scriptName", ""))
        response = client.generic(
            case["method"],
            case["path"],
            data=case.get("body", ""),
            content_type="text/plain",
            headers=case.get("headers", {}),
        )
        set_script_prefix("/")
    text = b"".join(response) if response.streaming else response.content
    return {
        "status": response.status_code,
        "location": response.headers.get("Location"),
        **read(response.headers.get("Content-Type", ""), text.decode()),
    }


def insert(name):
    names = list(conf.settings.MIDDLEWARE)
    names.insert(names.index("django.middleware.common.CommonMiddleware"), name)
    return names


def read(content_type, text):
    if content_type == "application/vnd.djk+json":
        return {"envelope": json.loads(text)}
    data = re.search(r'id="__djk">(.*?)</script>', text)
    mount = re.search(r'data-mount="([^"]*)"', text)
    if data is None:
        return {"text": text if content_type == "application/json" else ""}
    return {"envelope": json.loads(data[1]), "mount": mount and mount[1]}


django.setup()
setup_test_environment()
logging.disable()
if sys.argv[1:]:
    call_command(*sys.argv[1:], verbosity=0)
json.dump([ask(case) for case in json.load(sys.stdin)], sys.stdout)
