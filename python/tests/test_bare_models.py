"""What is written for a model that says not which of its fields may leave."""

from __future__ import annotations

import pytest
from django.db import models
from django.test.utils import isolate_apps

from djk.shapes.bare_models import format_pick


def format_with(*names: str) -> str:
    with isolate_apps("catalog"):
        columns = {name: models.TextField() for name in names}
        meta = type("Meta", (), {"app_label": "catalog"})
        return format_pick(
            type("Thing", (models.Model,), {"__module__": "x", "Meta": meta, **columns})
        )


@pytest.mark.parametrize(
    "name",
    [
        *("password", "api_key", "apikey", "accesskey", "access_key", "passphrase", "passcode"),
        *("mfa_code", "recovery_codes", "auth_code", "pincode", "pin_code", "pin", "cvc", "cvv"),
        *("security_answer", "security_question", "tax_id", "tax_number", "iban", "otp_seed"),
        *("session_key", "signing_key", "privateKey", "refreshToken", "ssh_keys", "card_number"),
    ],
)
def test_a_column_that_sounds_secret_is_left_out(name: str) -> None:
    assert format_with("title", name) == 'Annotated[Thing, pick("id", "title")]'


@pytest.mark.parametrize(
    "name",
    ["title", "code", "keyword", "monkey", "author", "spinning", "slug", "answer", "postcode"],
)
def test_a_column_with_a_part_that_sounds_so_is_kept(name: str) -> None:
    assert format_with(name) == f'Annotated[Thing, pick("id", "{name}")]'
