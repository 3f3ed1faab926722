"""What is wrong with input, and the words of Django that say so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import ProhibitNullCharactersValidator, RegexValidator
from django.db import models
from django.utils.functional import lazy

T = TypeVar("T")

#: Values that are wrong are looked for until there are this many.
MOST_ERRORS = 100

#: Lazy text in the language of the request.
REQUIRED: Any = forms.Field.default_error_messages["required"]
NULL: Any = models.Field.default_error_messages["null"]
INVALID: Any = RegexValidator.message
NO_BOOLEAN: Any = models.BooleanField.default_error_messages["invalid"]
NO_LIST: Any = forms.MultipleChoiceField.default_error_messages["invalid_list"]
INCOMPLETE: Any = forms.MultiValueField.default_error_messages["incomplete"]
NO_CHOICE: Any = forms.ChoiceField.default_error_messages["invalid_choice"]
NO_JSON: Any = forms.JSONField.default_error_messages["invalid"]
NUL: Any = ProhibitNullCharactersValidator.message


class InvalidInput(Exception):
    """Messages by path, such as ``items.0.title``; the value itself has the path ``""``.

    They are lazy: a union raises for each of its members that does not fit, and few are told.
    """

    def __init__(self, errors: Mapping[str, Sequence[object]]) -> None:
        self.errors = errors
        super().__init__(errors)

    def by_field(self) -> dict[str, list[str]]:
        """Return the errors as an answer has them: what concerns no field is ``__all__``."""
        return {
            path or NON_FIELD_ERRORS: [str(message) for message in messages]
            for path, messages in self.errors.items()
        }


def refuse(*messages: object) -> InvalidInput:
    """Make the exception for a value that is wrong as a whole."""
    return InvalidInput({"": messages})


def refuse_value(value: object, message: object) -> InvalidInput:
    """Make the exception for a JSON value of the wrong type."""
    return refuse(NULL if value is None else message)


def refuse_choice(value: object) -> InvalidInput:
    return refuse(_name_value(NO_CHOICE, value))


def refuse_boolean(value: object) -> InvalidInput:
    return refuse(_name_value(NO_BOOLEAN, value))


_name_value: Any = lazy(lambda message, value: str(message) % {"value": value}, str)


def from_validation_error(error: ValidationError) -> InvalidInput:
    """Make the exception for what Django's own fields and validators, or the user's, raise."""
    if not hasattr(error, "error_dict"):
        return refuse(*error.messages)
    found = {
        "" if name == NON_FIELD_ERRORS else name: messages
        for name, messages in error.message_dict.items()
    }
    return InvalidInput(found)


def run_validators(value: T, validators: Iterable[Callable[[Any], None]]) -> T:
    """Hold a value to all of its validators.

    :raises InvalidInput: with the messages of each that refuses it
    """
    messages: list[str] = []
    for validate in validators:
        try:
            validate(value)
        except ValidationError as error:
            messages.extend(error.messages)
    if messages:
        raise refuse(*messages)
    return value


def decode_all(jobs: Iterable[tuple[object, Callable[[Any], T], object]]) -> list[T]:
    """Decode values, each given with its key and its decoder.

    :raises InvalidInput: with the errors of all of them, below their keys
    """
    decoded: list[T] = []
    errors: dict[str, Sequence[object]] = {}
    for key, decode, value in jobs:
        try:
            decoded.append(decode(value))
        except InvalidInput as error:
            for path, messages in error.errors.items():
                errors[f"{key}.{path}" if path else str(key)] = messages
            if len(errors) >= MOST_ERRORS:
                break
    if errors:
        raise InvalidInput(errors)
    return decoded
