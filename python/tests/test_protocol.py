"""The schemas and fixtures that the TypeScript side reads as well."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from tests.conftest import read_envelope

from djk.assets import format_build_tags
from djk.manifest import ManifestError, parse_manifest

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "docs" / "reference"
FIXTURES = ROOT / "test" / "fixtures" / "protocol"

ENVELOPES = json.loads((FIXTURES / "envelopes.json").read_text())
MANIFESTS = json.loads((FIXTURES / "manifests.json").read_text())


def load_schema(name: str) -> Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def name_of(case: dict[str, Any]) -> str:
    return str(case["name"])


@pytest.mark.parametrize("case", ENVELOPES["valid"], ids=name_of)
def test_valid_envelopes(case: dict[str, Any]) -> None:
    load_schema("envelope").validate(case["envelope"])


@pytest.mark.parametrize("case", ENVELOPES["invalid"], ids=name_of)
def test_invalid_envelopes(case: dict[str, Any]) -> None:
    assert not load_schema("envelope").is_valid(case["envelope"])


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/about/",
        "/items/21/",
        "/days/20240229/",
        "/de/hello/",
        "/books/dune/?do=none",
        "/books/nope/",
        "/books/dune/?do=boom",
        "/lab/deep/",
        "/nowhere/",
        "/books/moved/?to=path",
        "/books/moved/?to=foreign",
        "/books/moved/?to=slashes",
        "/about",
    ],
)
def test_what_django_sends_is_valid(ask: Callable[..., Any], visitor: Client, path: str) -> None:
    schema = load_schema("envelope")
    schema.validate(read_envelope(ask(path)))
    document = visitor.get(path)
    if "Location" not in document:
        schema.validate(read_envelope(document))


@pytest.mark.parametrize("case", MANIFESTS["valid"], ids=name_of)
def test_valid_manifests(case: dict[str, Any]) -> None:
    load_schema("manifest").validate(case["manifest"])
    manifest = parse_manifest(json.dumps(case["manifest"]), "manifest.json")
    tags = format_build_tags(manifest, case["branch"], case["staticUrl"], case.get("nonce", ""))
    assert tags.split("\n") == case["tags"]


@pytest.mark.parametrize("case", MANIFESTS["invalid"], ids=name_of)
def test_invalid_manifests(case: dict[str, Any]) -> None:
    assert not load_schema("manifest").is_valid(case["manifest"])
    with pytest.raises(ManifestError, match=r"djk build"):
        parse_manifest(json.dumps(case["manifest"]), "manifest.json")
