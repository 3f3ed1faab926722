"""What a document loads, from the development server or from a build."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import django
import pytest
from django.test import Client
from tests.conftest import read_envelope

from djk.assets import get_build, load_manifest
from djk.manifest import (
    ManifestError,
    MissingManifest,
    MissingModule,
    find_assets,
    find_file,
    read_manifest,
)

PREAMBLE = """\
<script type="module">import { injectIntoGlobalHook } from "/_djk/@react-refresh";
injectIntoGlobalHook(window);
window.$RefreshReg$ = () => {};
window.$RefreshSig$ = () => (type) => type;</script>
<script type="module" src="/_djk/@vite/client"></script>
<script type="module" src="/_djk/.djk/client/entry.tsx"></script>
<script type="module" src="/_djk/@djk/problems.js"></script>
"""


@pytest.fixture
def dev(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJK_DEV_BASE", "/_djk/")
    settings.DJK = {"SITE": settings.DJK["SITE"], "MANIFEST": None}


@pytest.mark.usefixtures("dev")
def test_in_development_everything_comes_from_vite(client: Client) -> None:
    response = client.get("/")
    html = response.content.decode()
    assert PREAMBLE in html
    assert 'data-branch="/_djk/.djk/client/branches/home.tsx"' in html
    assert 'data-table="/_djk/@djk/table.json"' in html
    assert read_envelope(response)["build"] == "dev"


@pytest.mark.usefixtures("dev")
@pytest.mark.skipif(django.VERSION < (6,), reason="Django has its own CSP from 6.0 on")
def test_scripts_carry_djangos_nonce(settings: Any, client: Client) -> None:
    from django.utils.csp import CSP

    settings.MIDDLEWARE = [
        "django.middleware.csp.ContentSecurityPolicyMiddleware",
        *settings.MIDDLEWARE,
    ]
    settings.SECURE_CSP = {"script-src": [CSP.SELF, CSP.NONCE]}
    assert_nonce_is_used(client)


@pytest.mark.usefixtures("dev")
def test_scripts_carry_the_nonce_of_django_csp(settings: Any, client: Client) -> None:
    constants = pytest.importorskip("csp.constants", reason="django-csp is not installed")
    settings.MIDDLEWARE = ["csp.middleware.CSPMiddleware", *settings.MIDDLEWARE]
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": {"script-src": [constants.SELF, constants.NONCE]}
    }
    assert_nonce_is_used(client)


def assert_nonce_is_used(client: Client) -> None:
    response = client.get("/about/")
    _, _, after = response["Content-Security-Policy"].partition("'nonce-")
    nonce = after.partition("'")[0]
    assert len(nonce) > 10
    html = response.content.decode()
    assert html.count(f'nonce="{nonce}"') == html.count('<script type="module"')


def test_a_build_has_no_inline_script(client: Client) -> None:
    html = client.get("/").content.decode()
    assert "nonce" not in html
    assert html.count("<script") == html.count("<script type=") == 2


def test_a_relative_static_url_follows_the_script_name(settings: Any, client: Client) -> None:
    settings.STATIC_URL = "assets/"
    html = client.get("/").content.decode()
    assert 'src="/assets/client/entry-a1.js"' in html


def test_a_missing_manifest_says_what_to_run(settings: Any, client: Client) -> None:
    settings.DJK = {**settings.DJK, "MANIFEST": None}
    with pytest.raises(MissingManifest, match=r"Run `npx djk dev`, or `npx djk build`"):
        client.get("/")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingManifest, match=rf"{tmp_path}/manifest\.json.*Run `npx djk build`"):
        read_manifest(tmp_path / "manifest.json")


def test_what_is_no_json_is_named(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_text("{")
    with pytest.raises(ManifestError, match=r"manifest\.json is no JSON"):
        read_manifest(path)


def test_a_running_process_keeps_its_manifest(settings: Any, tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    manifest = json.loads(settings.DJK["MANIFEST"].read_text())
    path.write_text(json.dumps({**manifest, "build": "first"}))
    settings.DJK = {**settings.DJK, "MANIFEST": path}
    assert get_build() == "first"
    path.write_text(json.dumps({**manifest, "build": "second"}))
    assert get_build() == "first"
    load_manifest.cache_clear()
    assert get_build() == "second"


def test_a_missing_module_is_named_with_what_is_near() -> None:
    files = {"branches/books.tsx": {"file": "x.js"}}
    with pytest.raises(MissingModule, match=r"'branches/book\.tsx'\. Near it are: branches/books"):
        find_file(files, "branches/book.tsx")
    with pytest.raises(MissingModule):
        find_assets(files, ["nothing"])
