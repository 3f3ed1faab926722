"""Nothing leaves that nobody has declared: one test per way of leaking, through whole requests."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from tests.conftest import BUILD, read_envelope

from djk.encoding import EncodingError
from djk.shapes.problems import ShapeError

from catalog.models import Author, Novel, Review, Tag

pytestmark = pytest.mark.django_db(transaction=True)

#: Stands in every place that must not be shown.
SECRET = "the-secret"

HEAD = """\
from dataclasses import dataclass
from typing import Annotated, Any, Iterable, NamedTuple, TypedDict

from djk import Reply, pick

from catalog.models import Author, Novel

Card = Annotated[Novel, pick("title", "status")]


class Row(TypedDict):
    title: str


class Page(TypedDict):
    novels: Iterable[Card]


@dataclass
class Book:
    title: str


@dataclass
class Draft(Book):
    notes: str


class Pair(NamedTuple):
    title: str


class Longer(Pair):
    notes = "the-secret"


"""

Serve = Callable[[str], list[Any]]


@pytest.fixture
def serve(mount: Callable[[str], None], visitor: Client) -> Serve:
    """Ask a page for its document and its data, and an endpoint, all with this handler."""

    def ask(handler: str) -> list[Any]:
        mount(HEAD + handler)
        return [
            visitor.get("/mounted/"),
            visitor.get(f"/mounted/?_data={BUILD}", headers={"X-Djk-Data": "1"}),
            visitor.get("/api/mounted/"),
        ]

    return ask


@pytest.fixture(autouse=True)
def library() -> Novel:
    author = Author.objects.create(name="Frank", email=f"{SECRET}@example.org")
    novel = Novel.objects.create(title="Dune", author=author, extra={"note": SECRET}, mood="sad")
    novel.tags.add(Tag.objects.create(name=SECRET))
    Review.objects.create(novel=novel, text=SECRET)
    return novel


def read_all(answers: list[Any]) -> list[Any]:
    document, data, answer = answers
    assert [answer.status_code for answer in answers] == [200] * 3
    found = [read_envelope(document)["data"]["page"], read_envelope(data)["data"]["page"]]
    return [*found, json.loads(answer.content)]


def assert_hidden(answers: list[Any]) -> None:
    for answer in answers:
        assert SECRET not in answer.content.decode()


REFUSED = {
    "a model": "def get(request) -> Novel:\n    return Novel.objects.get()",
    "a model in data that nobody declared": (
        'def get(request):\n    return {"novel": Novel.objects.get()}'
    ),
    "a model deep in data that nobody declared": (
        'def get(request):\n    return {"a": [{"b": (Novel.objects.get(),)}]}'
    ),
    "a queryset": "def get(request) -> list[Novel]:\n    return Novel.objects.all()",
    "a queryset that nobody declared": (
        'def get(request):\n    return {"novels": Novel.objects.all()}'
    ),
    "the rows of a queryset that nobody declared": (
        'def get(request):\n    return {"novels": Novel.objects.values()}'
    ),
    "a manager that nobody declared": (
        'def get(request):\n    return {"novels": Novel.objects.get().author.novels}'
    ),
    "a model in a value that may be anything": (
        'def get(request) -> dict[str, Any]:\n    return {"novel": Novel.objects.get()}'
    ),
    "a queryset in a value that may be anything": (
        "def get(request) -> Any:\n    return Novel.objects.all()"
    ),
    "a model in place of a dict": "def get(request) -> Row:\n    return Novel.objects.get()",
    "another model than the picked one": (
        "def get(request) -> Card:\n    return Author.objects.get()"
    ),
    "the attributes of a model": "def get(request):\n    return vars(Novel.objects.get())",
    "an object that nobody declared": (
        'def get(request):\n    return {"book": Draft("a", "the-secret")}'
    ),
    "the user": 'def get(request):\n    return {"user": request.user}',
    "the user in a value that may be anything": (
        'def get(request) -> dict[str, Any]:\n    return {"user": request.user}'
    ),
    "the user's password": (
        "from django.contrib.auth.models import User\n"
        'Me = Annotated[User, pick("username", "password")]\n'
        "def get(request) -> Me:\n    return request.user"
    ),
    "text of another type": 'def get(request) -> int:\n    return "the-secret"',
    "what an unresolvable annotation hides": (
        'def get(request) -> "Nowhere":\n    return {"note": "the-secret"}'
    ),
    "the message of an exception": 'def get(request):\n    raise ValueError("the-secret")',
    "the values in an error of the encoder": (
        'def get(request) -> dict[str, int]:\n    return {"the-secret": "the-secret"}'
    ),
}


@pytest.mark.parametrize("handler", REFUSED.values(), ids=REFUSED)
def test_what_is_refused(serve: Serve, visitor: Client, caplog: Any, handler: str) -> None:
    user = User.objects.create_user("ann", password="x")
    User.objects.filter(pk=user.pk).update(password=SECRET, email=f"{SECRET}@example.org")
    visitor.force_login(User.objects.get())
    answers = serve(handler)
    assert [answer.status_code for answer in answers] == [500] * 3
    assert_hidden(answers)
    raised = [type(record.exc_info[1]) for record in caplog.records if record.exc_info]
    assert len(raised) == 3
    assert set(raised) <= {EncodingError, ShapeError, ValueError}


DROPPED = {
    "columns that are not picked": (
        "def get(request) -> Iterable[Card]:\n    return Novel.objects.all()",
        [{"title": "Dune", "status": "draft"}],
    ),
    "columns that are not picked, of rows": (
        'def get(request) -> Page:\n    return {"novels": Novel.objects.all(), "x": "the-secret"}',
        {"novels": [{"title": "Dune", "status": "draft"}]},
    ),
    "columns of a related object": (
        'def get(request) -> Annotated[Novel, pick("author.name")]:\n'
        '    return Novel.objects.select_related("author").get()',
        {"author": {"name": "Frank"}},
    ),
    "properties that are not picked": (
        'def get(request) -> Annotated[Novel, pick("shout")]:\n    return Novel.objects.get()',
        {"shout": "DUNE"},
    ),
    "values of annotate": (
        "from django.db.models import Value\n"
        "def get(request) -> Iterable[Card]:\n"
        '    return Novel.objects.annotate(note=Value("the-secret"))',
        [{"title": "Dune", "status": "draft"}],
    ),
    "further keys of a dict": (
        'def get(request) -> Row:\n    return {"title": "Dune", "note": "the-secret"}',
        {"title": "Dune"},
    ),
    "further keys of the rows of a queryset": (
        "def get(request) -> list[Row]:\n    return Novel.objects.values()",
        [{"title": "Dune"}],
    ),
    "further keys in a reply": (
        'def get(request) -> Reply[Row]:\n    return Reply({"title": "a", "note": "the-secret"})',
        {"title": "a"},
    ),
    "fields of a subclass": (
        'def get(request) -> Book:\n    return Draft("a", "the-secret")',
        {"title": "a"},
    ),
    "fields of a subclass of a named tuple": (
        'def get(request) -> Pair:\n    return Longer("a")',
        {"title": "a"},
    ),
    "the user besides what is picked": (
        "from django.contrib.auth.models import User\n"
        'Me = Annotated[User, pick("username")]\n'
        "def get(request) -> Me:\n    return request.user",
        {"username": "ann"},
    ),
}


@pytest.mark.parametrize(("handler", "data"), DROPPED.values(), ids=DROPPED)
def test_what_is_dropped(serve: Serve, visitor: Client, handler: str, data: Any) -> None:
    user = User.objects.create_user("ann", email=f"{SECRET}@example.org", password=SECRET)
    visitor.force_login(user)
    answers = serve(handler)
    assert_hidden(answers)
    assert read_all(answers) == [data] * 3


def test_an_annotation_that_cannot_be_read_is_told_with_its_file(serve: Serve, caplog: Any) -> None:
    serve('def get(request) -> "Nowhere":\n    return {}')
    (error, *_) = [record.exc_info[1] for record in caplog.records if record.exc_info]
    assert "Nowhere" in str(error)
    assert "mounted_" in str(error).partition(":")[0]
