"""What annotations say of JSON: the table of annotation_cases.py."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest
from tests.annotation_cases import CASES, Case, build_source
from tests.conftest import Load

from djk.encoding import EncodingError, encode
from djk.problems import Problem
from djk.shapes import read_annotation
from djk.shapes.encoder import build_encoder
from djk.shapes.ir import describe_shape
from djk.shapes.querysets import restore_items
from djk.shapes.scope import Reading, Scope
from djk.shapes.shape import Definitions, Shape


def read(module: ModuleType) -> tuple[Shape, Definitions, list[Problem]]:
    """Read the annotation ``Subject`` of a module."""
    reading = Reading()
    scope = Scope("case", vars(module), {}, "Subject")
    shape = read_annotation(restore_items(module.Subject, scope), scope, reading)
    reached = reading.list_reached()
    problems = [*reading.problems, *(each for named in reached for each in named.problems)]
    return shape, {named.definition.id: named.definition for named in reached}, problems


def skip_older(case: Case) -> None:
    if sys.version_info < case.python:
        pytest.skip(f"this syntax is of Python {'.'.join(map(str, case.python))}")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_annotation_has_one_meaning(case: Case, load: Load) -> None:
    skip_older(case)
    shape, definitions, problems = read(load(build_source(case)))
    found = [(problem.code, problem.message) for problem in problems]
    if case.problem is None:
        assert found == []
    else:
        [(code, message)] = found
        assert code == case.problem[0]
        assert case.problem[1] in message
    if case.type is not None:
        assert describe_shape(shape) == case.type
        described: dict[str, Any] = {
            definition.name: describe_shape(definition.shape) for definition in definitions.values()
        }
        assert described == case.types


SENT = [case for case in CASES if case.json or case.error]


@pytest.mark.django_db
@pytest.mark.parametrize("case", SENT, ids=lambda case: case.name)
def test_a_value_has_one_form_on_the_wire(case: Case, load: Load) -> None:
    skip_older(case)
    module = load(build_source(case))
    shape, definitions, _ = read(module)
    encoder = build_encoder(shape, definitions)
    if case.json:
        assert encode(module.VALUE, "data", encoder) == case.json
        return
    with pytest.raises(EncodingError) as caught:
        encode(module.VALUE, "data", encoder)
    assert case.error in str(caught.value)


def test_the_table_is_whole() -> None:
    assert len(CASES) >= 35
    assert len({case.name for case in CASES}) == len(CASES)
