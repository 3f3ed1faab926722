"""A model without ``pick()``: the annotation that it lacks, ready to be written."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from contextlib import suppress

from django.db.models import Model

from djk.problems import Edit, Place
from djk.shapes.edits import does_compile
from djk.shapes.scope import Reading, Scope
from djk.shapes.shape import Shape
from djk.shapes.source import Source, find_source

Import = ast.Import | ast.ImportFrom

#: What the annotation is made of, and where that is.
_IMPORTS = {"Annotated": "typing", "pick": "djk"}

#: Too many are no harm: the user adds a column that is missing, and never sees one that leaks.
_SECRET = re.compile(
    r"pass(w|phrase|code|key)|secret|token|hash|salt|ssn|credential|private|otp|mfa|2fa|recovery"
    r"|security|(api|access|auth|signing|backup|encrypt\w*)_?(key|code)|session|cookie|passport"
    r"|pin_?code|iban|card_?num|tax|(^|_)(key|keys|pin|pwd|cvv|cvc|csc|tan|seed|nonce|tin|vat)(_|$)",
    re.I,
)


def refuse_model(model: type[Model], scope: Scope, reading: Reading) -> Shape:
    """Report a model that says not which of its fields may leave the server."""
    name = model.__name__
    if scope.direction == "input":
        message = f"{scope.path} is the model {name}: a model is not read from a request"
        hint = "write a TypedDict or a dataclass of the fields that a request may set"
        return reading.report(scope, "model-without-pick", message, hint)
    annotation = format_pick(model)
    message = f"{scope.path} is the model {name} without pick(): which fields may leave the server?"
    hint = f"write: {annotation}"
    fix = _find_fix(model, annotation, scope)
    return reading.report(scope, "model-without-pick", message, hint, fix)


def refuse_queryset(queryset: type, scope: Scope, reading: Reading) -> Shape:
    """Report a queryset or manager without a word of its objects."""
    message = f"{scope.path} is a {queryset.__name__} of what?"
    hint = f'write: {queryset.__name__}[Annotated[Model, pick("id", …)]], with your model'
    return reading.report(scope, "model-without-pick", message, hint)


def format_pick(model: type[Model]) -> str:
    """Format the annotation that picks the columns of a model, those like passwords left out."""
    names = [f'"{field.attname}"' for field in model._meta.concrete_fields]
    safe = [name for name in names if not _SECRET.search(name.strip('"'))]
    return f"Annotated[{model.__name__}, pick({', '.join(safe)})]"


def _find_fix(model: type[Model], annotation: str, scope: Scope) -> tuple[Edit, ...]:
    source = find_source(scope.module)
    if source is None or scope.node is None:
        return ()
    edit = _find_edit(model, annotation, scope, scope.node, source)
    if edit is None or any(_is_taken(scope, name) for name in _IMPORTS):
        return ()
    edits = (edit, *_find_imports(scope, scope.node, source))
    return edits if does_compile(source, edits) else ()


def _find_edit(
    model: type[Model], annotation: str, scope: Scope, node: ast.expr, source: Source
) -> Edit | None:
    """Find the place of the model's name within the annotation."""
    for child in ast.walk(node):
        if isinstance(child, (ast.Name, ast.Attribute)) and _names(child, model, scope):
            text = annotation.replace(model.__name__, ast.unparse(child), 1)
            return Edit(source.place(child), source.end(child), text)
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            within = _replace_within(child.value, model, annotation, scope)
            quoted = _quote(within) if within else None
            if quoted:
                return Edit(source.place(child), source.end(child), quoted)
    return None


def _quote(annotation: str) -> str | None:
    """Put quotes around an annotation, whichever keep its meaning; None where neither do."""
    meaning = ast.dump(ast.parse(annotation, mode="eval"))
    for text in (f"'{annotation}'", '"{}"'.format(annotation.replace('"', "'"))):
        with suppress(SyntaxError, ValueError):
            if ast.dump(ast.parse(ast.literal_eval(text), mode="eval")) == meaning:
                return text
    return None


def _replace_within(text: str, model: type[Model], annotation: str, scope: Scope) -> str | None:
    """Replace the model's name in an annotation that is text."""
    with suppress(SyntaxError):
        for child in ast.walk(ast.parse(text, mode="eval")):
            if isinstance(child, (ast.Name, ast.Attribute)) and _names(child, model, scope):
                # ``ast`` counts bytes of UTF-8.
                code, start, end = text.encode(), child.col_offset, child.end_col_offset
                picked = annotation.replace(model.__name__, ast.unparse(child), 1)
                return f"{code[:start].decode()}{picked}{code[end:].decode()}"
    return None


def _names(node: ast.expr, model: type[Model], scope: Scope) -> bool:
    try:
        return bool(scope.evaluate(ast.unparse(node)) is model)
    except Exception:
        return False


def _is_taken(scope: Scope, name: str) -> bool:
    """Whether the module or the class calls something else by the name of an import."""
    is_other = name in scope.globals and not _has(scope, name)
    return is_other or name in scope.locals


def _find_imports(scope: Scope, node: ast.expr, source: Source) -> list[Edit]:
    """Find the imports that the annotation needs and the module lacks."""
    missing = [(name, module) for name, module in _IMPORTS.items() if not _has(scope, name)]
    imports = list(_list_imports(node, source))
    if missing and not imports:
        at = _find_first_line(source)
        lines = [f"from {module} import {name}\n" for name, module in missing]
        return [Edit(at, at, f"{''.join(lines)}\n\n")]
    return [_add_import(name, module, imports, source) for name, module in missing]


def _list_imports(annotation: ast.expr, source: Source) -> Iterator[Import]:
    """List the imports at the head of a module: what is added there is above whatever uses it."""
    for node in source.tree.body:
        is_definition = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        if is_definition or node.lineno >= annotation.lineno:
            return
        is_future = getattr(node, "module", "") == "__future__"
        if isinstance(node, (ast.Import, ast.ImportFrom)) and not is_future:
            yield node


def _add_import(name: str, module: str, imports: list[Import], source: Source) -> Edit:
    """Extend ``from typing import Any`` on one line, or add a line where isort has it."""
    for node in imports:
        names = [alias.name for alias in node.names]
        if source.lines[node.lineno - 1] == f"from {module} import {', '.join(names)}":
            text = ", ".join(sorted({*names, name}, key=_get_name_order))
            return Edit(source.place(node), source.end(node), f"from {module} import {text}")
    order = _get_module_order(module, 0)
    above = [node for node in imports if _get_order(node) < order]
    below = [node for node in imports if _get_order(node) > order]
    line = below[0].lineno if below else (above[-1].end_lineno or above[-1].lineno) + 1
    at = Place(source.file, line, 1)
    return Edit(at, at, f"from {module} import {name}\n")


def _get_order(node: Import) -> tuple[int, str]:
    if isinstance(node, ast.ImportFrom):
        return _get_module_order(node.module or "", node.level)
    return _get_module_order(node.names[0].name, 0)


def _get_module_order(module: str, level: int) -> tuple[int, str]:
    is_standard = module.partition(".")[0] in sys.stdlib_module_names
    return (2 if level else 0 if is_standard else 1, module)


def _get_name_order(name: str) -> tuple[bool, str]:
    """Classes go before functions, as isort has them."""
    return (name[0].islower(), name)


def _has(scope: Scope, name: str) -> bool:
    origin = str(getattr(scope.globals.get(name), "__module__", ""))
    return origin.partition(".")[0] in (_IMPORTS[name], "typing_extensions")


def _find_first_line(source: Source) -> Place:
    """Find the line behind the docstring and ``from __future__``."""
    body = source.tree.body
    for node in body:
        is_doc = node is body[0] and isinstance(node, ast.Expr)
        if not is_doc and not isinstance(node, ast.ImportFrom):
            decorators: list[ast.expr] = getattr(node, "decorator_list", [])
            line = min([node.lineno, *(decorator.lineno for decorator in decorators)])
            return Place(source.file, line, 1)
    return Place(source.file, len(source.lines), 1)
