"""Decoders of JSON values, built once from a shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from inspect import Parameter as Argument
from inspect import signature
from typing import Any

from django.core.exceptions import ValidationError

from djk.shapes.invalid_input import (
    INCOMPLETE,
    INVALID,
    NO_LIST,
    REQUIRED,
    InvalidInput,
    decode_all,
    from_validation_error,
    refuse,
    refuse_choice,
    refuse_value,
    run_validators,
)
from djk.shapes.json_scalars import JsonDecoder, find_scalar_decoder
from djk.shapes.resolve import resolve_alias, resolve_ref
from djk.shapes.shape import (
    MISSING,
    Array,
    Choices,
    Definitions,
    Field,
    Object,
    OneOf,
    Option,
    Record,
    Ref,
    Scalar,
    Shape,
    Tuple,
)
from djk.shapes.text_decoder import build_text_decoder

#: What becomes of a list.
CONTAINERS: Mapping[str, Callable[[list[Any]], Any]] = {
    "list": list,
    "iterable": list,
    "tuple": tuple,
    "set": set,
    "frozenset": frozenset,
}


@dataclass(frozen=True)
class _Builder:
    definitions: Definitions
    #: Decoders of named types, by their reference: a recursive type finds its own here.
    named: dict[str, JsonDecoder]


def build_json_decoder(shape: Shape, definitions: Definitions) -> JsonDecoder:
    """Build the decoder of a JSON body.

    Types are strict: no number is made of text, no whole number of 3.0, no 1 of ``true``. Unknown
    keys of objects are ignored, as Django's forms do it: a tab of an older build may still send
    them.

    :raises TypeError: for shapes that only output has
    """
    decode = _build(shape, _Builder(definitions, {}))

    def decode_body(value: Any) -> Any:
        token = _tried.set({})
        try:
            return decode(value)
        finally:
            _tried.reset(token)

    return decode_body


def _build(shape: Shape, builder: _Builder) -> JsonDecoder:
    match shape:
        case Scalar(name, validators):
            return _validate(find_scalar_decoder(name), validators)
        case Choices(options):
            return _build_choices(options)
        case Array():
            return _build_array(shape, builder)
        case Tuple(items):
            return _build_tuple(items, builder)
        case Record():
            return _build_record(shape, builder)
        case Object():
            return _build_object(shape, builder)
        case OneOf(members, tag):
            decoders = [_build(member, builder) for member in members]
            if tag is None:
                return _build_first(decoders)
            return _build_tagged(tag, members, decoders, builder)
        case Ref():
            return _build_ref(shape, builder)
    raise TypeError(f"no input has the shape {shape}")


def _build_ref(ref: Ref, builder: _Builder) -> JsonDecoder:
    # Validators, which arguments may hold, have no hash.
    key = repr(ref)
    if key not in builder.named:
        builder.named[key] = lambda value: builder.named[key](value)
        builder.named[key] = _build(resolve_ref(ref, builder.definitions), builder)
    return builder.named[key]


def _validate(decode: JsonDecoder, validators: Sequence[Callable[[Any], None]]) -> JsonDecoder:
    if not validators:
        return decode
    return lambda value: run_validators(decode(value), validators)


def _build_choices(options: Sequence[Option]) -> JsonDecoder:
    # True and 1 are equal, and are two values of JSON.
    by_value = {(type(option.value), option.value): option.member for option in options}

    def decode(value: Any) -> Any:
        if isinstance(value, (dict, list)):
            raise refuse(INVALID)
        if (type(value), value) not in by_value:
            raise refuse_choice(value) if value is not None else refuse_value(value, INVALID)
        return by_value[type(value), value]

    return decode


def _build_array(array: Array, builder: _Builder) -> JsonDecoder:
    decode_item = _build(array.item, builder)
    make = CONTAINERS[array.container]

    def decode(value: Any) -> Any:
        if not isinstance(value, list):
            raise refuse_value(value, NO_LIST)
        items = decode_all((index, decode_item, item) for index, item in enumerate(value))
        try:
            made = make(items)
        except TypeError as error:
            # A type variable may stand for what has no hash.
            raise refuse(INVALID) from error
        return run_validators(made, array.validators)

    return decode


def _build_tuple(items: Sequence[Shape], builder: _Builder) -> JsonDecoder:
    decoders = [_build(item, builder) for item in items]

    def decode(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise refuse_value(value, NO_LIST)
        if len(value) != len(decoders):
            raise refuse(INCOMPLETE if len(value) < len(decoders) else INVALID)
        return tuple(decode_all(zip(range(len(value)), decoders, value, strict=True)))

    return decode


def _build_record(record: Record, builder: _Builder) -> JsonDecoder:
    decode_key = build_text_decoder(record.key, builder.definitions)
    decode_value = _build(record.value, builder)

    def decode(value: Any) -> dict[Any, Any]:
        if not isinstance(value, dict):
            raise refuse_value(value, INVALID)
        keys = decode_all((key, decode_key, key) for key in value)
        values = decode_all((key, decode_value, item) for key, item in value.items())
        return dict(zip(keys, values, strict=True))

    return decode


@dataclass(frozen=True)
class _Member:
    name: str
    #: What the class calls it.
    keyword: str
    decode: JsonDecoder
    is_needed: bool


def _build_object(shape: Object, builder: _Builder) -> JsonDecoder:
    members = _list_members(shape, builder)
    make: Callable[[dict[str, Any]], Any] = dict
    if shape.access == "attribute":
        make = _build_constructor(shape.type)

    def decode(value: Any) -> Any:
        if not isinstance(value, dict):
            raise refuse_value(value, INVALID)
        taken = [member for member in members if member.is_needed or member.name in value]
        decoded = decode_all(
            (member.name, member.decode, value[member.name])
            if member.name in value
            else (member.name, _refuse_missing, None)
            for member in taken
        )
        return make(dict(zip((member.keyword for member in taken), decoded, strict=True)))

    return decode


def _refuse_missing(value: Any) -> Any:
    raise refuse(REQUIRED)


def _list_members(shape: Object, builder: _Builder) -> list[_Member]:
    if shape.access == "key":
        return [
            _Member(field.name, field.name, _build(field.shape, builder), _is_needed(field))
            for field in shape.fields
        ]
    arguments = signature(shape.type).parameters
    members = []
    for field in shape.fields:
        # attrs strips the underscore of a private attribute.
        keyword = field.name if field.name in arguments else field.name.lstrip("_")
        if keyword in arguments:
            is_needed = arguments[keyword].default is Argument.empty
            members.append(_Member(field.name, keyword, _build(field.shape, builder), is_needed))
    return members


def _is_needed(field: Field) -> bool:
    return field.required and field.default is MISSING


def _build_constructor(make: Callable[..., Any]) -> Callable[[dict[str, Any]], Any]:
    """Wrap a class whose own checks, such as ``__post_init__``, refuse input, too."""

    def construct(values: dict[str, Any]) -> Any:
        try:
            return make(**values)
        except ValidationError as error:
            raise from_validation_error(error) from error
        except ValueError as error:
            raise refuse(str(error)) from error

    return construct


#: What members of unions made of a value, by the union and the value. Without it a nested value is
#: decoded again for each member of each union above: 2**n times where it lies n deep.
_tried: ContextVar[dict[tuple[int, int], Any]] = ContextVar("djk_tried_unions")


def _build_first(decoders: Sequence[JsonDecoder]) -> JsonDecoder:
    """Build the decoder of a union whose first member that fits is taken."""

    def decode(value: Any) -> Any:
        tried, key = _tried.get(), (id(decode), id(value))
        if key not in tried:
            tried[key] = _try_members(decoders, value)
        if isinstance(tried[key], InvalidInput):
            raise tried[key]
        return tried[key]

    return decode


def _try_members(decoders: Sequence[JsonDecoder], value: Any) -> Any:
    failures = []
    for decode in decoders:
        try:
            return decode(value)
        except InvalidInput as error:
            failures.append(error)
    return _choose_failure(value, failures)


def _choose_failure(value: Any, failures: Sequence[InvalidInput]) -> InvalidInput:
    """Choose what to tell: the errors of the only member that the value may have been meant for."""
    for candidates in (
        [failure for failure in failures if "" not in failure.errors],
        [failure for failure in failures if [*failure.errors.get("", ())] != [INVALID]],
    ):
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            break
    return refuse_value(value, INVALID)


def _build_tagged(
    tag: str, members: Sequence[Shape], decoders: Sequence[JsonDecoder], builder: _Builder
) -> JsonDecoder:
    """Build the decoder of a union whose members a ``Literal`` tells apart."""
    options: list[Option] = []
    nullable = False
    for member, decode_member in zip(members, decoders, strict=True):
        if member == Scalar("null"):
            nullable = True
            continue
        options += [Option(value, decode_member) for value in _list_tags(tag, member, builder)]
    choose = _build_choices(options)

    def decode(value: Any) -> Any:
        if value is None and nullable:
            return None
        if not isinstance(value, dict):
            raise refuse_value(value, INVALID)
        job = (tag, choose, value[tag]) if tag in value else (tag, _refuse_missing, None)
        (chosen,) = decode_all([job])
        return chosen(value)

    return decode


def _list_tags(tag: str, member: Shape, builder: _Builder) -> list[str | int | bool | None]:
    shape = resolve_alias(member, builder.definitions)
    assert isinstance(shape, Object), f"a member with the tag {tag!r} is {shape}"
    literal = next(field.shape for field in shape.fields if field.name == tag)
    choices = resolve_alias(literal, builder.definitions)
    assert isinstance(choices, Choices), f"the tag {tag!r} is {choices}"
    return [option.value for option in choices.options]
