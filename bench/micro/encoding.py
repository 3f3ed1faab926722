"""Times the encoding of 100 rows of 10 fields, all ways in turn. Prints JSON: microseconds by name.

python encoding.py <rounds>    with Django, django-ninja, orjson and djk
"""

import json
import sys
from datetime import datetime, timezone
from decimal import Decimal
from time import perf_counter
from typing import Annotated, Literal, TypedDict
from uuid import UUID

import django
from django.conf import settings

settings.configure(
    USE_TZ=True,
    INSTALLED_APPS=["django.contrib.contenttypes"],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()

from django.core.serializers.json import DjangoJSONEncoder  # noqa: E402
from django.db import models  # noqa: E402
from ninja import ModelSchema  # noqa: E402

from djk import encoding, pick  # noqa: E402
from djk.shapes.encoder import build_encoder  # noqa: E402
from djk.shapes.functions import read_signature  # noqa: E402

FIELDS = (
    *("id", "title", "slug", "body", "status", "published", "price", "uid", "pinned", "rank"),
)
CALLS = 10


class Post(models.Model):
    title = models.CharField(max_length=100)
    slug = models.SlugField()
    body = models.TextField()
    status = models.CharField(max_length=5, choices=[("draft", "Draft"), ("live", "Live")])
    published = models.DateTimeField()
    price = models.DecimalField(max_digits=8, decimal_places=2)
    uid = models.UUIDField()
    pinned = models.BooleanField()
    rank = models.IntegerField()

    class Meta:
        app_label = "bench"

    def __str__(self):
        return self.title


class Row(TypedDict):
    id: int
    title: str
    slug: str
    body: str
    status: Literal["draft", "live"]
    published: datetime
    price: Decimal
    uid: UUID
    pinned: bool
    rank: int


Card = Annotated[Post, pick(*FIELDS)]


class PostSchema(ModelSchema):
    class Meta:
        model = Post
        fields = FIELDS


def get_rows(request) -> list[Row]: ...


def get_cards(request) -> list[Card]: ...


def make_row(number):
    return {
        "id": number,
        "title": f"Post {number}",
        "slug": f"post-{number}",
        "body": "Lorem ipsum dolor sit amet. " * 2,
        "status": "live",
        "published": datetime(2026, 1, 2, 3, 4, 5, 123000 + number, tzinfo=timezone.utc),
        "price": Decimal("12.50"),
        "uid": UUID(int=number * 7919),
        "pinned": number % 2 == 0,
        "rank": number * 7,
    }


def make_encoder(function):
    signature = read_signature(function, params=(), kind="page")
    return build_encoder(signature.data, signature.definitions)


def encode_by_ninja(objects):
    """As ninja answers: the rows are validated by the schema, dumped, and made text."""
    return json.dumps(
        [PostSchema.from_orm(item).model_dump() for item in objects], cls=DjangoJSONEncoder
    )


ROWS = [make_row(number) for number in range(100)]
OBJECTS = [Post(**row) for row in ROWS]
ORJSON = encoding.orjson
encode_rows, encode_cards = make_encoder(get_rows), make_encoder(get_cards)

WAYS = {
    "django_dicts": (None, lambda: json.dumps(ROWS, cls=DjangoJSONEncoder)),
    "ninja_models": (None, lambda: encode_by_ninja(OBJECTS)),
    "djk_dicts": (None, lambda: encoding.encode(ROWS, "rows", encode_rows)),
    "djk_models": (None, lambda: encoding.encode(OBJECTS, "rows", encode_cards)),
    "djk_undeclared": (None, lambda: encoding.encode(ROWS, "rows")),
    "djk_dicts_orjson": (ORJSON, lambda: encoding.encode(ROWS, "rows", encode_rows)),
    "djk_models_orjson": (ORJSON, lambda: encoding.encode(OBJECTS, "rows", encode_cards)),
}


def check():
    """All ways say the same of the first row, dates and numbers in their own forms aside."""
    for name, (orjson, call) in WAYS.items():
        encoding.orjson = orjson
        first, *rest = json.loads(call())
        assert len(rest) == 99, name
        assert list(first) == list(FIELDS), name
        assert (first["id"], first["title"], first["pinned"]) == (0, "Post 0", True), name


def time(orjson, call):
    encoding.orjson = orjson
    start = perf_counter()
    for _ in range(CALLS):
        call()
    return (perf_counter() - start) / CALLS * 1e6


check()
times = {name: [] for name in WAYS}
for number in range(int(sys.argv[1]) + 1):
    for name, way in WAYS.items():
        taken = time(*way)
        if number > 0:
            times[name].append(taken)
print(json.dumps(times))
