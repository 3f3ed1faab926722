"""``QuerySet[X]`` and ``Manager[X]``: Django forgets what stands in the brackets."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, get_args

from django.db.models import QuerySet
from django.db.models.manager import BaseManager

from djk.shapes.scope import Scope

_ITERABLE = "__djk_iterable__"


def restore_items(annotation: Any, scope: Scope) -> Any:
    """Return an annotation with ``Iterable[X]`` for each ``QuerySet[X]`` in its text."""
    if scope.node is None or not _has_queryset(annotation):
        return annotation
    body = _Restoring(scope).visit(_copy(scope.node))
    code = compile(ast.fix_missing_locations(ast.Expression(body)), "<annotation>", "eval")
    with suppress(Exception):
        return eval(code, scope.globals, {**scope.locals, _ITERABLE: Iterable})
    return annotation


def is_queryset(annotation: Any) -> bool:
    """Whether an annotation is a class of querysets or managers."""
    return isinstance(annotation, type) and issubclass(annotation, (QuerySet, BaseManager))


def _has_queryset(annotation: Any) -> bool:
    return is_queryset(annotation) or any(map(_has_queryset, get_args(annotation)))


def _copy(node: ast.expr) -> ast.expr:
    return ast.parse(ast.unparse(node), mode="eval").body


class _Restoring(ast.NodeTransformer):
    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        # An annotation within quotes; the text of a Literal is no expression, or names nothing.
        if isinstance(node.value, str) and "[" in node.value:
            with suppress(SyntaxError):
                return self.visit(ast.parse(node.value.strip(), mode="eval").body)  # type: ignore[no-any-return]
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        with suppress(Exception):
            if is_queryset(self.scope.evaluate(ast.unparse(node.value))):
                node.value = ast.Name(_ITERABLE, ast.Load())
        return self.generic_visit(node)
