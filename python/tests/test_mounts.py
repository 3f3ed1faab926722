"""The routes may be included anywhere; the browser is told where."""

from __future__ import annotations

from typing import Any, NoReturn

import pytest
from django.test import Client, RequestFactory
from django.urls import set_script_prefix
from django.utils.translation import override
from tests.conftest import read_envelope

from djk.mounts import get_mount_url


@pytest.fixture
def mounted(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.urls_mounted"


@pytest.mark.usefixtures("mounted")
@pytest.mark.parametrize("path", ["", "about/", "books/dune/", "docs/app/b/", "de/hello/"])
def test_a_prefix_is_the_mount(client: Client, path: str) -> None:
    response = client.get(f"/en-us/acme/app/{path}")
    assert response.status_code == 200
    assert 'data-mount="/en-us/acme/app"' in response.content.decode()
    assert "tenant" not in read_envelope(response)["params"]


@pytest.mark.usefixtures("mounted")
def test_below_a_prefix_unmatched_urls_are_answered(visitor: Client) -> None:
    response = visitor.get("/en-us/acme/app/books/a/b/")
    assert response.status_code == 404
    assert read_envelope(response)["route"] == "/books#not-found"
    assert 'data-mount="/en-us/acme/app"' in response.content.decode()


@pytest.mark.usefixtures("mounted")
def test_outside_of_a_prefix_they_are_not(visitor: Client) -> None:
    response = visitor.get("/elsewhere/")
    assert response.status_code == 404
    assert b"__djk" not in response.content


@pytest.mark.usefixtures("mounted")
def test_below_a_prefix_the_other_slash_form_redirects(client: Client) -> None:
    response = client.get("/en-us/acme/app/about?a=1")
    assert (response.status_code, response["Location"]) == (308, "/en-us/acme/app/about/?a=1")


@pytest.mark.usefixtures("mounted", "never_slash")
def test_below_a_prefix_the_home_page_has_one_form(client: Client) -> None:
    assert client.get("/en-us/acme/app/").status_code == 200


def test_each_request_may_have_a_urlconf_and_a_language_of_its_own() -> None:
    def find(path: str, urlconf: str | None, language: str) -> str:
        request = RequestFactory().get(path)
        if urlconf:
            request.urlconf = urlconf  # type: ignore[attr-defined]
        with override(language):
            return get_mount_url(request)

    for _ in range(2):
        assert find("/about/", None, "en-us") == ""
        assert find("/de/acme/app/about/", "tests.urls_mounted", "de") == "/de/acme/app"
        assert find("/en-us/acme/app/", "tests.urls_mounted", "en-us") == "/en-us/acme/app"
        assert find("/a/x/about/", "tests.urls_mounted_twice", "de") == "/a/x"
        assert find("/b/about/", "tests.urls_mounted_twice", "de") == "/b"


def test_a_mount_is_followed_and_not_searched_for(
    monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    client.get("/about/")

    def refuse(*args: object) -> NoReturn:
        raise AssertionError("searched again")

    monkeypatch.setattr("djk.mounts._search", refuse)
    assert client.get("/about/").status_code == 200


def test_a_script_name_is_the_mount(client: Client) -> None:
    try:
        html = client.get("/about/", SCRIPT_NAME="/sub dir").content.decode()
    finally:
        set_script_prefix("/")
    assert 'data-mount="/sub%20dir"' in html


def test_without_the_routes_there_is_no_not_found_page(settings: Any, visitor: Client) -> None:
    settings.ROOT_URLCONF = "tests.urls_without_routes"
    assert visitor.get("/nowhere/").status_code == 404
