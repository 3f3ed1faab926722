"""What ``pick()`` names is read from the model, without a database."""

from __future__ import annotations

from typing import Annotated, Any, get_args, get_origin

import pytest
from django.contrib.auth.models import User

from djk import pick
from djk.pick import Pick
from djk.shapes.pick import read_pick
from djk.shapes.problems import ShapeError
from djk.shapes.shape import Array, Choices, OneOf, Picked, Scalar, Shape, Tuple

from catalog.models import Author, Country, Isbn, Link, Member, Novel, Review, Shelf

STRING, INTEGER, NULL = Scalar("string"), Scalar("integer"), Scalar("null")
BOOLEAN = Scalar("boolean")


def read(annotation: Any) -> Shape:
    """Stand for the reader of annotations, as far as these tests go."""
    if get_origin(annotation) is list:
        return Array(read(get_args(annotation)[0]))
    if get_origin(annotation) is Annotated:
        model, given = get_args(annotation)
        return read_pick(model, given, read)
    return {str: STRING, int: INTEGER, bool: BOOLEAN}[annotation]


def read_shapes(model: Any, given: Pick) -> dict[str, Shape]:
    return {field.name: field.shape for field in read_pick(model, given, read).fields}


def list_values(shape: Shape) -> list[object]:
    assert isinstance(shape, Choices)
    return [option.value for option in shape.options]


def test_columns_have_the_types_of_their_fields() -> None:
    names = ("id", "title", "price", "published", "extra", "cover", "raw", "doubled", "author_id")
    assert read_shapes(Novel, pick(*names, "editor_id", "pk")) == {
        "id": INTEGER,
        "title": STRING,
        "price": Scalar("decimal"),
        "published": OneOf((Scalar("datetime"), NULL)),
        "extra": Scalar("any"),
        "cover": Scalar("file"),
        "raw": Scalar("bytes"),
        "doubled": OneOf((INTEGER, NULL)),
        "author_id": INTEGER,
        "editor_id": OneOf((INTEGER, NULL)),
        "pk": INTEGER,
    }


def test_choices_are_a_union_of_their_values() -> None:
    shapes = read_shapes(Novel, pick("status", "mood", "rank"))
    assert list_values(shapes["status"]) == ["draft", "live"]
    assert list_values(shapes["mood"]) == ["sad", ""]
    assert isinstance(shapes["rank"], OneOf)
    assert list_values(shapes["rank"].members[0]) == [1, 2]
    assert shapes["rank"].members[1] == NULL


def test_keys_are_followed_to_the_column_they_hold() -> None:
    assert read_shapes(Isbn, pick("pk", "novel_id")) == {"pk": INTEGER, "novel_id": INTEGER}
    assert read_shapes(Shelf, pick("pk")) == {"pk": Tuple((STRING, INTEGER))}
    assert read_shapes(Author, pick("country_id")) == {"country_id": OneOf((STRING, NULL))}


def test_paths_through_one_relation_become_one_object() -> None:
    found = read_pick(Novel, pick("author.name", "title", "author.country.name"), read)
    author, title = found.fields
    assert (author.name, author.source, title.name) == ("author", "one", "title")
    assert isinstance(author.shape, Picked)
    name, country = author.shape.fields
    assert (name.name, country.name) == ("name", "country")
    assert isinstance(country.shape, OneOf)
    picked, null = country.shape.members
    assert isinstance(picked, Picked)
    assert [field.name for field in picked.fields] == ["name"]
    assert null == NULL


@pytest.mark.parametrize("path", ["tags.name", "review_set.text", "links.url"])
def test_many_related_objects_are_an_array(path: str) -> None:
    (found,) = read_pick(Novel, pick(path), read).fields
    assert found.source == "many"
    assert isinstance(found.shape, Array)
    assert isinstance(found.shape.item, Picked)


def test_the_other_side_of_one_to_one_may_be_missing() -> None:
    (found,) = read_pick(Novel, pick("isbn.number"), read).fields
    assert found.source == "one"
    assert isinstance(found.shape, OneOf)
    assert found.shape.members[1] == NULL


def test_properties_and_methods_have_the_types_of_their_annotations() -> None:
    given = pick(
        "shout", "letters", "words", "get_absolute_url", "count_reviews", "get_status_display"
    )
    found = read_pick(Novel, given, read).fields
    assert [(field.shape, field.source) for field in found] == [
        (STRING, "value"),
        (INTEGER, "value"),
        (Array(STRING), "value"),
        (STRING, "call"),
        (INTEGER, "call"),
        (STRING, "call"),
    ]
    assert found[0].doc == "The title, loud."


def test_help_text_is_the_documentation_of_a_column() -> None:
    (found,) = read_pick(Novel, pick("title"), read).fields
    assert found.doc == "As on the cover."


def test_keywords_give_types_and_nested_picks() -> None:
    card = Annotated[Author, pick("id")]
    shapes = read_shapes(
        Novel,
        pick(
            "author.name",
            author=pick("id"),
            editor=card,
            tags=pick("name"),
            review_set=list[Annotated[Review, pick("text")]],
            review_count=int,
            outline=str,
            secret=str,
        ),
    )
    assert isinstance(shapes["author"], Picked)
    assert [field.name for field in shapes["author"].fields] == ["name", "id"]
    assert isinstance(shapes["editor"], OneOf)
    assert isinstance(shapes["tags"], Array)
    assert isinstance(shapes["review_set"], Array)
    assert isinstance(shapes["review_set"].item, Picked)
    assert (shapes["review_count"], shapes["outline"], shapes["secret"]) == (
        INTEGER,
        STRING,
        STRING,
    )


def test_each_pick_is_its_own_and_knows_its_line() -> None:
    one, other = pick("id"), pick("id")
    assert one != other
    assert Annotated[Novel, one] is not Annotated[Novel, other]
    assert one.module == __name__
    assert one.at.file.name == "test_pick.py"
    assert other.at.line == one.at.line
    assert repr(pick("id", author=pick("name"))) == "pick('id', author=pick('name'))"


def test_a_pick_that_does_not_optimize_says_so() -> None:
    assert read_pick(Novel, pick("id", optimize=False), read).optimize is False


@pytest.mark.parametrize(
    ("model", "given", "message", "hint"),
    [
        (Novel, pick("titel"), "Novel has no field 'titel'.", "Did you mean 'title'?"),
        (Novel, pick("shoot"), "Novel has no field 'shoot'.", "Did you mean 'shout'?"),
        (Novel, pick("tag.name"), "Novel has no relation 'tag'.", "Did you mean 'tags.name'?"),
        (Novel, pick("tag.nam"), "Novel has no relation 'tag'.", "Did you mean 'tags.name'?"),
        (
            Novel,
            pick("profile.x"),
            "Novel has no relation 'profile'.",
            "There are audiobook, author, editor, isbn, links, review_set, tags.",
        ),
        (Country, pick("city.name"), "Country has no relation 'city'.", "There are author_set."),
        (Shelf, pick("x.y"), "Shelf has no relation 'x'.", "There are none."),
        (Novel, pick("review.text"), "Novel has no relation 'review'.", "'review_set.text'?"),
        (
            Novel,
            pick("review_count"),
            "Novel has no field 'review_count'.",
            "Did you mean 'review_set.id'? A value of .annotate() needs its type: review_c",
        ),
        (Novel, pick("zzz"), "Novel has no field 'zzz'.", ".annotate() needs its type: zzz=int."),
        (Novel, pick("author__name"), "no field 'author__name'", "Did you mean 'author.name'?"),
        (Novel, pick("author__nam"), "no field 'author__nam'", "Did you mean 'author.name'?"),
        (Novel, pick("author__"), "no field 'author__'", "Did you mean 'author.name'?"),
        (Novel, pick("author__zzz"), "no field 'author__zzz'", "paths have dots: 'author.name'."),
        (Novel, pick("title__x"), "no field 'title__x'", "Did you mean 'title'?"),
        (Novel, pick("review"), "no field 'review'", "Did you mean 'review_set.id'?"),
        (
            Novel,
            pick("author"),
            "Novel.author is an object of Author",
            '"author_id" or "author.name"',
        ),
        (Novel, pick("tags"), "Novel.tags is objects of Tag", 'Write "tags.name".'),
        (Novel, pick("author.nam"), "Author has no field 'nam'.", "Did you mean 'name'?"),
        (Novel, pick("title.size"), "Novel.title is no relation", 'Write "title".'),
        (Novel, pick("shorten"), "Novel.shorten() takes arguments (length).", "without arguments"),
        (Novel, pick("secret"), "Novel.secret has no return annotation.", "pick(secret=str)"),
        (Novel, pick("outline"), "Novel.outline is a Polygon", "pick(outline=str)"),
        (Novel, pick("fetch"), "Novel.fetch() is async.", "Call it in the handler"),
        (Novel, pick("delete"), "Novel.delete() changes data", "Leave it out."),
        (Novel, pick(save=str), "Novel.save() changes data", "Leave it out."),
        (Novel, pick("lost"), "The return annotation of Novel.lost cannot be resolved", "Import"),
        (User, pick(get_session_auth_hash=str), "User.get_session_auth_hash is no value", "Leave"),
        (User, pick("set_unusable_password"), "User.set_unusable_password is no value", "Leave"),
        (Novel, pick(tag=pick("name")), "no relation 'tag'", "Did you mean 'tags=pick(…)'?"),
        (
            Novel,
            pick(zzz=pick("name")),
            "no relation 'zzz'",
            "There are audiobook, author, editor,",
        ),
        (Novel, pick(title=pick("x")), "Novel.title is no relation", "pick(title=Annotated["),
        (Link, pick("target"), "Link.target has no type that djk knows.", "pick(target=str)"),
        (
            Novel,
            pick("author.name", author=Annotated[Author, pick("id")]),
            'author is picked twice: as "author.name" and by keyword.',
            "Leave one of them out.",
        ),
        (User, pick("password"), "User.password must not leave the server.", "pick(password=str)"),
        (Member, pick("password"), "Member.password must not leave the server.", "password=str"),
    ],
)
def test_what_cannot_be_picked(model: Any, given: Pick, message: str, hint: str) -> None:
    with pytest.raises(ShapeError) as caught:
        read_pick(model, given, read)
    (problem,) = caught.value.problems
    assert message in problem.message
    assert hint in problem.hint
    assert problem.code == "pick-field"
    assert problem.at is not None
    assert (problem.at.file, problem.at.line) == (given.at.file, given.at.line)
    assert problem.at.column is not None


@pytest.mark.parametrize(
    ("given", "message", "hint"),
    [
        (["id", "title"], "pick() takes names as text, not ['id', 'title']", 'pick("id", "title")'),
        (("id",), "not ('id',)", 'Write pick("id").'),
        (1, "not 1.", 'pick("id", "title").'),
        (None, "not None.", 'pick("id", "title").'),
        (Novel.title, "takes names as text, not catalog.Novel.title.", 'Write pick("title").'),
        (pick("id"), "not pick('id').", "by keyword: author=pick(…)"),
        ("", "'' is no name", "Leave it out."),
        (".", "'.' is no name", "Leave it out."),
        ("author..name", "'author..name' is no name", 'Write "author.name".'),
        ("author.", "'author.' is no name", 'Write "author".'),
        (" title", "' title' is no name", 'Write "title".'),
        ("title ", "'title ' is no name", 'Write "title".'),
    ],
)
def test_names_are_text(given: Any, message: str, hint: str) -> None:
    with pytest.raises(ShapeError) as caught:
        read_pick(Novel, pick("id", given, "title"), read)
    (problem,) = caught.value.problems
    assert message in problem.message
    assert hint in problem.hint
    assert problem.code == "pick-field"


def test_all_problems_of_a_pick_are_told() -> None:
    with pytest.raises(ShapeError) as caught:
        read_pick(Novel, pick("titel", "id", "author.nam", "author.mail", ""), read)
    assert len(caught.value.problems) == 4


@pytest.mark.parametrize(
    "name",
    [
        *("objects", "DoesNotExist", "MultipleObjectsReturned", "_meta", "Meta", "_state", "_any"),
        *("full_clean", "clean", "get_deferred_fields", "__class__", "__str__"),
    ],
)
@pytest.mark.parametrize("is_typed", [False, True])
def test_what_is_no_value_of_an_object_is_nothing_to_show(name: str, is_typed: bool) -> None:
    given = pick(**{name: str}) if is_typed else pick(name)
    with pytest.raises(ShapeError) as caught:
        read_pick(Novel, given, read)
    (problem,) = caught.value.problems
    assert problem.message == f"Novel.{name} is no value of a Novel: there is nothing to show."
    assert problem.hint == "Leave it out."


@pytest.mark.parametrize("model", [User, Member])
def test_types_of_the_members_of_users_are_known(model: Any) -> None:
    names = ["is_authenticated", "is_anonymous", "get_username"]
    assert read_shapes(model, pick(*names)) == dict(
        zip(names, [BOOLEAN, BOOLEAN, STRING], strict=True)
    )
    names = ["get_full_name", "get_short_name"]
    assert read_shapes(User, pick(*names)) == dict.fromkeys(names, STRING)


def test_a_password_leaves_where_that_is_said() -> None:
    assert read_shapes(User, pick(password=str)) == {"password": STRING}


def test_methods_come_with_their_declared_type() -> None:
    (found,) = read_pick(Novel, pick(count_reviews=str), read).fields
    assert (found.source, found.shape) == ("call", STRING)
