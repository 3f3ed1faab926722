"""What a function returns that nobody has annotated, as far as its code tells."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.http.response import HttpResponseBase

from djk.reply import Reply
from djk.shapes.source import Function, find_function, unwrap


def infer_keys(function: Callable[..., Any]) -> tuple[tuple[str, bool], ...]:
    """Read the keys of the dicts that a function returns, and whether each return has the key.

    Responses do not count. Nothing is known where any other return is not ``{…}`` or
    ``Reply({…})`` with names for keys.
    """
    found = find_function(function)
    if found is None:
        return ()
    names = getattr(unwrap(function), "__globals__", {})
    returns = [node.value for node in _list_returns(found[1]) if not _is_response(node, names)]
    keys = [_read_keys(value, names) for value in returns]
    known = [each for each in keys if each is not None]
    if len(known) < len(keys):
        return ()
    every = dict.fromkeys(key for each in known for key in each)
    return tuple((key, all(key in each for each in known)) for key in every)


def _list_returns(function: Function) -> Iterator[ast.Return]:
    return _search(function.body)


def _search(body: Sequence[ast.AST]) -> Iterator[ast.Return]:
    for node in body:
        if isinstance(node, ast.Return):
            yield node
        elif not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.expr)):
            yield from _search(list(ast.iter_child_nodes(node)))


def _is_response(node: ast.Return, names: Mapping[str, Any]) -> bool:
    if not isinstance(node.value, ast.Call):
        return False
    called = _find_called(node.value, names)
    if inspect.isclass(called):
        return issubclass(called, HttpResponseBase)
    return getattr(called, "__module__", None) == "django.shortcuts"


def _find_called(call: ast.Call, names: Mapping[str, Any]) -> Any:
    match call.func:
        case ast.Name(name):
            return names.get(name)
        case ast.Attribute(ast.Name(name), attribute):
            return getattr(names.get(name), attribute, None)
    return None


def _read_keys(value: ast.expr | None, names: Mapping[str, Any]) -> list[str] | None:
    if isinstance(value, ast.Call) and _find_called(value, names) is Reply:
        given = {keyword.arg: keyword.value for keyword in value.keywords}
        value = value.args[0] if value.args else given.get("data")
    if not isinstance(value, ast.Dict):
        return None
    keys = [getattr(key, "value", None) for key in value.keys]
    texts = [key for key in keys if isinstance(key, str)]
    return texts if len(texts) == len(keys) else None
