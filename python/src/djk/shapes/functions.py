"""Verb functions as signatures."""

from __future__ import annotations

import ast
import collections.abc as abc
import inspect
import sys
import types
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache, partial
from typing import Annotated, Any, Literal, Optional, Union, get_args, get_origin

from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.http.response import HttpResponseBase

from djk.encoding_error import EncodingError
from djk.reply import Reply
from djk.shapes.annotations import read_annotation, read_union
from djk.shapes.encoder import build_encoder
from djk.shapes.inferred import infer_keys
from djk.shapes.problems import ShapeError, ShapeProblem
from djk.shapes.querysets import restore_items
from djk.shapes.resolve import resolve_alias
from djk.shapes.scope import NULL, Direction, Reading, Scope
from djk.shapes.shape import (
    MISSING,
    Array,
    Choices,
    Definitions,
    Field,
    OneOf,
    Scalar,
    Shape,
    Signature,
)
from djk.shapes.source import Function, find_function, find_place, unwrap
from djk.shapes.unresolved import UNRESOLVED, resolve

Kind = Literal["page", "layout", "endpoint"]

#: What the query string may hold, also in a list.
_QUERY_SCALARS = (
    *("string", "boolean", "integer", "number"),
    *("datetime", "date", "time", "duration", "decimal", "uuid", "bigint"),
)
_RESERVED = ("_data", "_action")
BODY_VERBS = ("post", "put", "patch", "delete")
_VARIADIC = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


def read_signature(
    function: Callable[..., Any],
    *,
    params: Collection[str],
    kind: Kind,
    verb: str = "",
    name: str = "",
    reading: Reading | None = None,
) -> Signature:
    """Read what a verb function takes and returns.

    :param params: names of the parameters of its path
    :param verb: which verb it answers; its own name without
    :param name: names the function in messages; its dotted name without
    :param reading: where problems are collected, and what is read already
    :raises ShapeError: with every error, where no ``reading`` collects them
    """
    reads = reading or Reading()
    scope = open_function(function, name or _name(function))
    signature = _read(function, params, kind, verb or function_name(function), scope, reads)
    errors = [*reads.problems, *(each for named in reads.list_reached() for each in named.problems)]
    errors = [problem for problem in errors if problem.severity == "error"]
    if reading is None and errors:
        raise ShapeError(ShapeProblem(p.message, p.hint, p.code, p.at) for p in errors)
    return signature


def _read(
    function: Callable[..., Any],
    params: Collection[str],
    kind: Kind,
    verb: str,
    scope: Scope,
    reading: Reading,
) -> Signature:
    given = list_parameters(function)
    others = [parameter for parameter in given if parameter.name not in params]
    # Where the path's own are missing, the others are likely meant for them.
    aside = Reading(reading.known) if lacks_parameters(function, params) else reading
    query = tuple(
        _read_query(parameter, kind, _enter(function, parameter.name, scope, "input"), aside)
        for parameter in others
        if parameter.kind is parameter.KEYWORD_ONLY
    )
    body = _read_body(function, others, kind, verb, scope, aside)
    returned = _enter(function, "return", scope, "output")
    data = _read_data(function, returned, reading)
    keys = infer_keys(function) if data is None else ()
    reading.refs |= aside.refs
    definitions = {n.definition.id: n.definition for n in reading.list_reached()}
    return Signature(query, body, data, keys, definitions)


# A function is looked at from several sides, one after the other.
@lru_cache(maxsize=8)
def get_signature(function: Callable[..., Any]) -> inspect.Signature | None:
    """Return the signature of a function, its annotations as they are written; None without one."""
    try:
        if sys.version_info >= (3, 14):
            import annotationlib

            return inspect.signature(function, annotation_format=annotationlib.Format.FORWARDREF)
        return inspect.signature(function)
    except (TypeError, ValueError):
        return None


def list_parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    """List the parameters behind the request that a caller may give, variadic ones left out."""
    signature = get_signature(function)
    bound = function.keywords if isinstance(function, partial) else {}
    found = list(signature.parameters.values())[1:] if signature else []
    return [each for each in found if each.kind not in _VARIADIC and each.name not in bound]


def lacks_parameters(function: Callable[..., Any], params: Collection[str]) -> bool:
    """Whether a function does not take all parameters of its path."""
    signature = get_signature(function)
    parameters = signature.parameters.values() if signature else ()
    takes_any = any(each.kind is inspect.Parameter.VAR_KEYWORD for each in parameters)
    return not takes_any and not set(params) <= {each.name for each in parameters}


def open_function(function: Callable[..., Any], name: str) -> Scope:
    """Make the scope of the annotations of a function.

    :param name: names the function in messages
    """
    inner: Any = unwrap(function)
    variables = getattr(inner, "__type_params__", ())
    return Scope(
        module=getattr(inner, "__module__", ""),
        globals=getattr(inner, "__globals__", {}),
        locals={variable.__name__: variable for variable in variables},
        path=name,
        at=find_place(function),
    )


def enter_parameter(function: Callable[..., Any], parameter: str, scope: Scope) -> Scope:
    """Make the scope of the annotation of one parameter."""
    return _enter(function, parameter, scope, "input")


def _enter(function: Callable[..., Any], part: str, scope: Scope, direction: Direction) -> Scope:
    found = find_function(function)
    node = _find_annotation(found[1], part) if found else None
    at = found[0].place(node) if found and node else scope.at
    path = f"what {scope.path} returns" if part == "return" else f"{part} of {scope.path}"
    return Scope(
        scope.module, scope.globals, scope.locals, path, direction, at, node, scope.bindings
    )


def _find_annotation(function: Function, part: str) -> ast.expr | None:
    if part == "return":
        return function.returns
    arguments = function.args
    every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    return next((argument.annotation for argument in every if argument.arg == part), None)


def _read_query(parameter: inspect.Parameter, kind: Kind, scope: Scope, reading: Reading) -> Field:
    annotation = parameter.annotation
    if annotation is parameter.empty:
        annotation = _guess_annotation(parameter.default)
    shape = read_annotation(annotation, scope, reading)
    default = MISSING if parameter.default is parameter.empty else parameter.default
    if shape != Scalar("any") or annotation is Any or annotation is object:
        _check_query(parameter.name, shape, scope, reading)
    _check_default(parameter.name, shape, default, kind, scope, reading)
    return Field(parameter.name, shape, default is MISSING, default)


def _guess_annotation(default: object) -> Any:
    """Tell the type of a parameter that nobody has annotated from its default; text without one."""
    if default is inspect.Parameter.empty:
        return str
    if default is None:
        return Optional[str]  # noqa: UP045
    return list[str] if isinstance(default, (list, tuple)) else type(default)


def _check_query(name: str, shape: Shape, scope: Scope, reading: Reading) -> None:
    if name in _RESERVED:
        message = f"{scope.path} is a name that djk uses in URLs itself"
        reading.report(scope, "query-parameter", message, "give it another name")
    if not _fits_query(shape, reading.get_definitions(scope), many=True):
        message = f"{scope.path} is read from the query string, which cannot say that"
        hint = (
            "annotate text, a number, a date, a Literal or an enum, a list[…] of one, or any | None"
        )
        reading.report(scope, "query-parameter", message, hint)


def _fits_query(shape: Shape, definitions: Definitions, *, many: bool) -> bool:
    match resolve_alias(shape, definitions):
        case Scalar(name):
            return name in _QUERY_SCALARS
        case Choices():
            return True
        case Array(item):
            return many and _fits_query(item, definitions, many=False)
        case OneOf(members):
            rest = [member for member in members if member != NULL]
            return len(rest) == 1 and _fits_query(rest[0], definitions, many=many)
    return False


def _check_default(
    name: str, shape: Shape, default: object, kind: Kind, scope: Scope, reading: Reading
) -> None:
    if default is MISSING and kind != "endpoint":
        message = f"{scope.path} has no default, and a {kind} is shown whatever its URL says"
        hint = (
            f'give it one, such as {name}: int = 1, {name}: str = "" or {name}: str | None = None'
        )
        reading.report(scope, "query-parameter", message, hint)
    definitions = reading.get_definitions(scope)
    if default is None and not _takes_none(shape, definitions):
        message = f"{scope.path} is None by default, which its annotation does not say"
        reading.report(scope, "query-parameter", message, "add | None to the annotation")
    elif default is not MISSING and _fits_query(shape, definitions, many=True):
        _check_value(shape, default, scope, reading)


def _check_value(shape: Shape, default: object, scope: Scope, reading: Reading) -> None:
    """Encode a default now, as every visit without the parameter does it."""
    try:
        build_encoder(shape, reading.get_definitions(scope))(default)
    except EncodingError as error:
        wrong = str(error).strip()
        message = f"{scope.path} has a default that its annotation does not allow: {wrong}"
        hint = "give it a default of its type, or change the annotation"
        reading.report(scope, "query-parameter", message, hint)


def _takes_none(shape: Shape, definitions: Definitions) -> bool:
    shape = resolve_alias(shape, definitions)
    if isinstance(shape, Choices):
        return any(option.value is None for option in shape.options)
    return shape in (NULL, Scalar("any")) or (isinstance(shape, OneOf) and NULL in shape.members)


def _read_body(
    function: Callable[..., Any],
    parameters: list[inspect.Parameter],
    kind: Kind,
    verb: str,
    scope: Scope,
    reading: Reading,
) -> Field | None:
    annotated = [
        parameter
        for parameter in parameters
        if parameter.kind is not parameter.KEYWORD_ONLY
        and parameter.annotation is not parameter.empty
    ]
    fields: list[Field] = []
    for parameter in annotated:
        own = _enter(function, parameter.name, scope, "input")
        if not _refuse_body(parameter, kind, verb, bool(fields), own, reading):
            shape = read_annotation(parameter.annotation, own, reading)
            default = MISSING if parameter.default is parameter.empty else parameter.default
            fields.append(Field(parameter.name, shape, default is MISSING, default))
    return fields[0] if fields else None


def _refuse_body(
    parameter: inspect.Parameter,
    kind: Kind,
    verb: str,
    is_second: bool,
    scope: Scope,
    reading: Reading,
) -> bool:
    """Report a parameter that cannot take the body, if it cannot."""
    annotation = resolve(parameter.annotation, scope, Reading())
    hint = "annotate a TypedDict or a dataclass of what the JSON holds"
    if isinstance(annotation, type) and issubclass(annotation, (BaseForm, BaseFormSet)):
        message = f"{scope.path} is a Form, and a Form is no JSON body"
        hint = f"{hint}, or read the form yourself: {annotation.__name__}(request.POST)"
    elif kind != "endpoint" or verb not in BODY_VERBS:
        message = f"{scope.path} is not in the path, and {verb} has no JSON body"
        if kind != "endpoint":
            message = f"{scope.path} is not in the path, and a {kind} reads no JSON body"
        hint = f"write *, before {parameter.name} to take it from the query string"
    elif is_second:
        message = f"{scope.path} is a second parameter for the body, of which there is one"
        hint = "put both into one TypedDict or dataclass"
    else:
        return False
    reading.report(scope, "body-parameter", message, hint)
    return True


def _read_data(function: Callable[..., Any], scope: Scope, reading: Reading) -> Shape | None:
    signature = get_signature(function)
    if signature is None or signature.return_annotation is signature.empty:
        return None
    annotation = restore_items(resolve(signature.return_annotation, scope, reading), scope)
    members = list(_list_results(annotation, scope, reading))
    if Reply in members or annotation is UNRESOLVED:
        # Of a reply without brackets the keys are still known.
        return None
    is_untouched = len(members) == 1 and members[0] is annotation
    if is_untouched or not members:
        return read_annotation(members[0] if members else None, scope, reading)
    return read_union(members, scope, reading)


def _list_results(annotation: Any, scope: Scope, reading: Reading) -> Iterator[Any]:
    """List what a function returns as data: responses left out, and what replies hold."""
    annotation = resolve(annotation, scope, reading)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Union or origin is types.UnionType:
        for item in arguments:
            yield from _list_results(item, scope, reading)
    elif origin is Reply or origin in (abc.Awaitable, abc.Coroutine):
        yield from _list_results(arguments[-1], scope, reading)
    elif origin is not Annotated and _holds_responses(annotation, scope):
        yield from _list_results(annotation.__value__, scope, reading)
    elif not (isinstance(annotation, type) and issubclass(annotation, HttpResponseBase)):
        yield annotation


def _holds_responses(alias: Any, scope: Scope) -> bool:
    """Whether a ``type X = …`` without variables has responses or replies among its members."""
    if getattr(alias, "__type_params__", None) != () or not hasattr(alias, "__value__"):
        return False
    members = list(_list_results(alias.__value__, scope, Reading()))
    return members != [alias.__value__] and members != list(get_args(alias.__value__))


def function_name(function: Callable[..., Any]) -> str:
    return getattr(unwrap(function), "__name__", "")


def _name(function: Callable[..., Any]) -> str:
    inner = unwrap(function)
    return f"{getattr(inner, '__module__', '')}.{getattr(inner, '__qualname__', '')}()"
