"""What a pick names is fetched along, in a number of queries that does not grow with the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any, TypedDict

import pytest
from django.db import connection
from django.db.models import Count, Prefetch
from django.test.utils import CaptureQueriesContext

from djk import pick
from djk.encoding import EncodingError
from djk.shapes.encoder import build_encoder
from djk.shapes.functions import read_signature

from catalog.models import Audiobook, Author, Country, Genre, Isbn, Link, Novel, Review, Tag

pytestmark = pytest.mark.django_db

Card = Annotated[
    Novel,
    pick(
        "title",
        "author.name",
        "author.country.name",
        "editor.name",
        "tags.name",
        "review_set.text",
        "isbn.number",
        "links.url",
    ),
]
Joined = Annotated[Novel, pick("title", "author.country.name", "isbn.number")]
Plain = Annotated[Novel, pick("author.name", optimize=False)]
Titles = Annotated[Author, pick("name", "novels.title", "novels.tags.name", "novels.author.name")]
Edited = Annotated[Novel, pick("editor.name", "editor.country.name")]
Reviewed = Annotated[Review, pick("novel.editor.name")]
Prolific = Annotated[Novel, pick("title", author=pick("name", count=int))]
Ancestry = Annotated[Genre, pick("name", "parent.parent.parent.name")]
Descent = Annotated[Genre, pick("name", "children.children.children.name")]
Edits = Annotated[Author, pick("novels.editor.name")]
Remark = Annotated[Review, pick("text", "novel.author.name")]
Favoured = Annotated[Novel, pick("title", few=list[Remark])]
Spoken = Annotated[Audiobook, pick("title", "minutes", "author.name", "novel_ptr.isbn.number")]
Published = Annotated[Novel, pick("title", "audiobook.minutes", "audiobook.author.name")]
Linked = Annotated[Link, pick("url", target=Joined)]
Counted = Annotated[Novel, pick("author.name", review_count=int)]


class Target(TypedDict):
    url: str
    target: Joined


class Row(TypedDict):
    place: int
    novel: Joined | None


@dataclass
class Stand:
    novels: list[Joined]


class Shelf(TypedDict):
    novels: Iterable[Card]


def make_encoder(annotation: Any) -> Callable[[Any], Any]:
    def get(request: Any) -> Any: ...

    get.__annotations__["return"] = annotation
    signature = read_signature(get, params=(), kind="page")
    assert signature.data is not None
    return build_encoder(signature.data, signature.definitions)


def encode_counting(annotation: Any, value: Any) -> tuple[Any, int]:
    encoder = make_encoder(annotation)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        plain = encoder(value)
    return plain, len(queries)


@pytest.fixture
def fill() -> Callable[[int], None]:
    """Make novels, each with objects of its own around it."""

    def make(count: int) -> None:
        for number in range(count):
            country = Country.objects.create(code=f"{number:02x}", name=f"Country {number}")
            author = Author.objects.create(name=f"Author {number}", country=country)
            novel = Novel.objects.create(title=f"Novel {number}", author=author, editor=author)
            novel.tags.add(Tag.objects.create(name=f"Tag {number}"))
            Review.objects.create(novel=novel, text="Good")
            novel.links.create(url="https://example.org/")
            if number % 2:
                Isbn.objects.create(novel=novel, number=str(number))

    return make


@pytest.mark.parametrize("count", [1, 10, 100])
def test_a_list_takes_as_many_queries_for_one_row_as_for_a_hundred(
    fill: Callable[[int], None], count: int
) -> None:
    fill(count)
    plain, queries = encode_counting(Shelf, {"novels": Novel.objects.order_by("id")})
    # The rows with author, country, editor and isbn; tags; reviews; links.
    assert queries == 4
    assert len(plain["novels"]) == count
    assert plain["novels"][0] == {
        "title": "Novel 0",
        "author": {"name": "Author 0", "country": {"name": "Country 0"}},
        "editor": {"name": "Author 0"},
        "tags": [{"name": "Tag 0"}],
        "review_set": [{"text": "Good"}],
        "isbn": None,
        "links": [{"url": "https://example.org/"}],
    }


def union() -> Any:
    return Novel.objects.filter(id__lte=3).union(Novel.objects.filter(id__gt=3))


def evaluated() -> Any:
    queryset = Novel.objects.all()
    len(queryset)
    return queryset


@pytest.mark.parametrize(
    ("make", "queries"),
    [
        (lambda: Novel.objects.all(), 1),
        (lambda: Novel.objects, 1),
        (lambda: Novel.objects.all()[:5], 1),
        (lambda: Novel.objects.select_related("author"), 1),
        # Author, country and isbn come in queries of their own where a join would go wrong.
        (lambda: Novel.objects.defer("price"), 4),
        (lambda: Novel.objects.only("title"), 4),
        (lambda: Novel.objects.only("title", "author_id"), 4),
        (lambda: Novel.objects.defer("author", "price"), 4),
        (lambda: Novel.objects.defer("author_id"), 4),
        (lambda: Novel.objects.distinct(), 4),
        (lambda: Novel.objects.annotate(Count("review")), 4),
        (lambda: Novel.objects.select_related(), 3),
        (lambda: Novel.objects.raw("SELECT * FROM catalog_novel LIMIT 5"), 4),
        (lambda: Novel.objects.iterator(), 4),
        (union, 4),
        (lambda: list(Novel.objects.all()), 3),
        (evaluated, 3),
        (lambda: list(Novel.objects.select_related("author__country")), 1),
        (lambda: Novel.objects.none(), 0),
        (lambda: [], 0),
    ],
)
# Django 6.1 warns of select_related() without a name.
@pytest.mark.filterwarnings("ignore:.*select_related")
def test_whatever_holds_the_rows(fill: Callable[[int], None], make: Any, queries: int) -> None:
    fill(5)
    rows = make()
    plain, count = encode_counting(Iterable[Joined], rows)
    assert count == queries
    if plain:
        assert sorted(row["author"]["country"]["name"] for row in plain) == [
            f"Country {number}" for number in range(5)
        ]


def test_without_optimize_nothing_is_fetched_along(fill: Callable[[int], None]) -> None:
    fill(5)
    assert encode_counting(Iterable[Plain], Novel.objects.all())[1] == 6


def test_what_is_fetched_already_stays(fill: Callable[[int], None]) -> None:
    fill(2)
    few = Prefetch("tags", Tag.objects.filter(name="Tag 1"))
    plain, queries = encode_counting(
        Iterable[Card], Novel.objects.order_by("id").prefetch_related(few)
    )
    assert [row["tags"] for row in plain] == [[], [{"name": "Tag 1"}]]
    assert queries == 4


def test_an_own_prefetch_of_one_object_is_not_joined_away(fill: Callable[[int], None]) -> None:
    fill(2)
    shown = Prefetch("editor", Author.objects.exclude(name="Author 1"))
    novels = Novel.objects.order_by("id").prefetch_related(shown)
    plain, queries = encode_counting(Iterable[Edited], novels)
    assert [row["editor"] for row in plain] == [
        {"name": "Author 0", "country": {"name": "Country 0"}},
        None,
    ]
    # The novels; their editors; the countries of these.
    assert queries == 3


def test_an_own_prefetch_deeper_down_is_not_joined_away(fill: Callable[[int], None]) -> None:
    fill(2)
    shown = Prefetch("novel__editor", Author.objects.exclude(name="Author 1"))
    reviews = Review.objects.order_by("id").prefetch_related(shown)
    plain, queries = encode_counting(Iterable[Reviewed], reviews)
    assert [row["novel"]["editor"] for row in plain] == [{"name": "Author 0"}, None]
    assert queries == 2


def test_values_of_an_own_prefetch_of_one_object_come_along(fill: Callable[[int], None]) -> None:
    fill(2)
    counted = Prefetch("author", Author.objects.annotate(count=Count("novels")))
    plain, _ = encode_counting(Iterable[Prolific], Novel.objects.prefetch_related(counted))
    assert [row["author"]["count"] for row in plain] == [1, 1]


def test_related_objects_of_one_object_are_no_loop(fill: Callable[[int], None]) -> None:
    fill(1)
    author = Author.objects.get()
    for number in range(10):
        Novel.objects.create(title=str(number), author=author).tags.create(name="x")
    plain, queries = encode_counting(Titles, author)
    # The novels; their tags. An object knows whose it is.
    assert queries == 2
    assert len(plain["novels"]) == 11
    assert plain["novels"][1]["tags"] == [{"name": "x"}]


def test_a_manager_within_data_is_planned(fill: Callable[[int], None]) -> None:
    fill(1)
    author = Author.objects.get()
    for number in range(5):
        Novel.objects.create(title=str(number), author=author)
    assert encode_counting(Iterable[Joined], author.novels)[1] <= 2


def test_values_of_annotate_come_along(fill: Callable[[int], None]) -> None:
    fill(3)
    novels = Novel.objects.annotate(review_count=Count("review"))
    plain, queries = encode_counting(Iterable[Counted], novels)
    assert [row["review_count"] for row in plain] == [1, 1, 1]
    assert queries == 2


def test_rows_of_values_are_no_models(fill: Callable[[int], None]) -> None:
    fill(1)
    with pytest.raises(EncodingError, match=r"^\[0\] expected Novel, got dict"):
        encode_counting(Iterable[Joined], Novel.objects.values())


def test_objects_that_are_not_saved_are_encoded() -> None:
    author = Author(name="A", country=Country(code="xx", name="X"))
    plain, queries = encode_counting(Iterable[Joined], [Novel(title="a", author=author)])
    assert plain == [{"title": "a", "author": {"country": {"name": "X"}}, "isbn": None}]
    assert queries == 0


@pytest.mark.parametrize(("annotation", "queries"), [(Ancestry, 1), (Descent, 4)])
def test_a_relation_of_a_model_to_itself_is_planned_as_deep_as_it_is_picked(
    annotation: Any, queries: int
) -> None:
    for number in range(5):
        genre = None
        for depth in range(4):
            genre = Genre.objects.create(name=f"{number} {depth}", parent=genre)
    plain, count = encode_counting(Iterable[annotation], Genre.objects.order_by("id"))
    assert count == queries
    if annotation is Ancestry:
        assert plain[3]["parent"]["parent"]["parent"] == {"name": "0 0"}
    else:
        assert plain[0]["children"][0]["children"][0]["children"] == [{"name": "0 3"}]


def make_reviews(count: int) -> None:
    for novel in Novel.objects.all():
        for number in range(count):
            Review.objects.create(novel=novel, text=str(number))


@pytest.mark.parametrize("count", [1, 10])
def test_evaluated_relations_of_one_object_are_no_loop(
    fill: Callable[[int], None], count: int
) -> None:
    fill(1)
    first = Author.objects.get()
    for number in range(count):
        editor = Author.objects.create(name=f"Editor {number}")
        Novel.objects.create(author=first, editor=editor)
    author = Author.objects.prefetch_related("novels").get(id=first.id)
    plain, queries = encode_counting(Edits, author)
    assert plain["novels"][-1] == {"editor": {"name": f"Editor {count - 1}"}}
    assert queries == 1


def few() -> Any:
    prefetch = Prefetch("review_set", Review.objects.filter(text="0"), to_attr="few")
    return Novel.objects.prefetch_related(prefetch).order_by("id")


@pytest.mark.parametrize(("make", "queries"), [(few, 3), (lambda: list(few()), 1)])
@pytest.mark.parametrize("count", [1, 10])
def test_what_a_prefetch_puts_on_an_attribute_is_no_loop(
    fill: Callable[[int], None], count: int, make: Any, queries: int
) -> None:
    fill(count)
    make_reviews(1)
    plain, ran = encode_counting(Iterable[Favoured], make())
    assert plain[0]["few"][0]["novel"]["author"]["name"] == "Author 0"
    assert ran == queries


@pytest.mark.parametrize(
    ("annotation", "make"),
    [
        (list[Joined | None], lambda novels: [*novels, None]),
        (list[Joined], lambda novels: [*novels, Novel(title="x", author=Author(name="New"))]),
        (dict[str, Joined], lambda novels: {novel.title: novel for novel in novels}),
        (list[Row], lambda novels: [{"place": 1, "novel": novel} for novel in novels]),
        (Iterable[Row], lambda novels: ({"place": 1, "novel": novel} for novel in novels)),
        (dict[str, Row], lambda novels: {n.title: {"place": 1, "novel": n} for n in novels}),
        (list[Stand], lambda novels: [Stand([novel]) for novel in novels]),
        (list[tuple[int, Joined]], lambda novels: [(1, novel) for novel in novels]),
        (list[list[Joined]], lambda novels: [[novel] for novel in novels]),
        (list[Joined | Plain], lambda novels: novels),
    ],
)
@pytest.mark.parametrize("count", [1, 10])
def test_objects_within_other_rows_are_no_loop(
    fill: Callable[[int], None], count: int, annotation: Any, make: Any
) -> None:
    fill(count)
    rows = make(list(Novel.objects.all()))
    plain, queries = encode_counting(annotation, rows)
    assert len(plain) >= count
    # Author, country, isbn.
    assert queries == 3


@pytest.mark.parametrize("count", [1, 10])
def test_rows_of_a_multi_table_child_take_a_constant_number_of_queries(
    fill: Callable[[int], None], count: int
) -> None:
    fill(1)
    author = Author.objects.get()
    for number in range(count):
        Audiobook.objects.create(title=f"A {number}", minutes=number, author=author)
    plain, queries = encode_counting(Iterable[Spoken], Audiobook.objects.order_by("id"))
    # The rows with their authors; the objects of the parent's table; the isbns of these.
    assert queries == 3
    assert plain[0] == {
        "title": "A 0",
        "minutes": 0,
        "author": {"name": "Author 0"},
        "novel_ptr": {"isbn": None},
    }
    assert encode_counting(Iterable[Joined], Audiobook.objects.all())[1] == 1


def test_rows_of_a_parent_bring_their_multi_table_children(fill: Callable[[int], None]) -> None:
    fill(3)
    Audiobook.objects.create(title="A", minutes=1, author=Author.objects.first())
    plain, queries = encode_counting(Iterable[Published], Novel.objects.order_by("id"))
    assert queries == 1
    assert plain[0]["audiobook"] is None
    assert plain[3]["audiobook"] == {"minutes": 1, "author": {"name": "Author 0"}}


@pytest.mark.parametrize("count", [1, 10])
def test_targets_of_generic_foreign_keys_are_planned_in_rows_of_their_own(
    fill: Callable[[int], None], count: int
) -> None:
    fill(count)
    links = Link.objects.order_by("id").prefetch_related("target")
    rows = [{"url": link.url, "target": link.target} for link in links]
    plain, queries = encode_counting(list[Target], rows)
    assert queries == 3
    assert plain[0]["target"] == {
        "title": "Novel 0",
        "author": {"country": {"name": "Country 0"}},
        "isbn": None,
    }
    assert encode_counting(list[Linked], links)[0] == plain
